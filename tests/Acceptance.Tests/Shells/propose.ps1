# What PowerShell proposes at the end of a line: propose.ps1 SCRIPT LINE
param($Script, $Line)
. $Script
(TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object CompletionText
