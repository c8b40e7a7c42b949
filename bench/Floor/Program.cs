// A program that does nothing: what no program made with the same tools can be faster or smaller than.
return 0;
