using Xunit.Sdk;
using Xunit.v3;

// What a run allocates is counted for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
