<#
.SYNOPSIS
Builds, tests, publishes and packs elf2tab.
.EXAMPLE
./build.ps1 Test
.EXAMPLE
./build.ps1 Publish -Runtime linux-x64
#>
param(
    [ValidateSet('Build', 'Test', 'Publish', 'Pack', 'UpdateGolden')]
    [string] $Target = 'Build',
    [string] $Runtime = 'linux-x64'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-DotNet {
    dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args failed with exit code $LASTEXITCODE" }
}

switch ($Target) {
    'Build' { Invoke-DotNet build "$root/Elf2Tab.slnx" }
    'Test' { Invoke-DotNet test --solution "$root/Elf2Tab.slnx" }
    'Publish' { Invoke-DotNet publish "$root/src/Elf2Tab" -c Release -r $Runtime -o "$root/artifacts/$Runtime" }
    'Pack' { Invoke-DotNet pack "$root/Elf2Tab.slnx" -c Release -o "$root/artifacts/packages" }
    'UpdateGolden' {
        $env:ELF2TAB_UPDATE_GOLDEN = '1'
        try { Invoke-DotNet test --solution "$root/Elf2Tab.slnx" }
        finally { $env:ELF2TAB_UPDATE_GOLDEN = $null }
    }
}
