<#
.SYNOPSIS
Builds, tests, publishes and packs elf2tab; what it makes is in artifacts.
.DESCRIPTION
Publish makes the native program, Package a .deb and a .tar.gz of it (on Linux), Pack the packages for NuGet.
.PARAMETER Runtime
The system the program is for; without it the one of this machine.
.PARAMETER Release
The program says its version, and not the commit it is made of. Packages are always made so.
.PARAMETER Project
Test and UpdateGolden: one project of tests.
.PARAMETER Filter
Test and UpdateGolden: the classes of tests to run; with -Project.
.EXAMPLE
./build.ps1 Test
.EXAMPLE
./build.ps1 Publish -Runtime linux-x64
.EXAMPLE
./build.ps1 UpdateGolden -Project tests/Elf2Tab.Tests -Filter '*HelpTests'
#>
param(
    [ValidateSet('Build', 'Test', 'Publish', 'Package', 'Pack', 'UpdateGolden')]
    [string] $Target = 'Build',
    [string] $Runtime,
    [switch] $Release,
    [string] $Project,
    [string] $Filter
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-Program([string] $program, [string[]] $arguments) {
    & $program $arguments
    if ($LASTEXITCODE -ne 0) { throw "$program $arguments failed with exit code $LASTEXITCODE" }
}

function Get-ProjectProperty([string] $name) {
    Invoke-Program dotnet 'msbuild', "$root/src/Elf2Tab", "-getProperty:$name"
}

function Invoke-Tests {
    $arguments = if ($Project) { '--project', "$root/$Project" } else { '--solution', "$root/Elf2Tab.slnx" }
    if ($Filter) { $arguments += '--', '--filter-class', $Filter }
    Invoke-Program dotnet (@('test') + $arguments)
}

function Publish-Program([bool] $isRelease) {
    $arguments = 'publish', "$root/src/Elf2Tab", '-c', 'Release', '-r', $Runtime, '-o', "$root/artifacts/$Runtime"
    if ($isRelease) { $arguments += '-p:Release=true' }
    Invoke-Program dotnet $arguments
}

# Program, pages for man, completions, documents, as they lie below /usr or below a folder of one's own.
function Install-Program([string] $prefix, [string] $zshFolder) {
    $program = "$prefix/bin/elf2tab"
    $documents = "$prefix/share/doc/elf2tab"
    foreach ($folder in 'bin', 'share/man/man1', 'share/man/man7', 'share/bash-completion/completions', "share/zsh/$zshFolder",
        'share/fish/vendor_completions.d', 'share/doc/elf2tab/docs', 'share/elf2tab') {
        New-Item -ItemType Directory -Force "$prefix/$folder" | Out-Null
    }
    Copy-Item "$root/artifacts/$Runtime/elf2tab" $program

    Invoke-Program $program 'help', '--man' > "$prefix/share/man/man1/elf2tab.1"
    $commands = (Select-String '^\.BR elf2tab\\-(\S+) \(1\)' "$prefix/share/man/man1/elf2tab.1").ForEach({ $_.Matches[0].Groups[1].Value -replace '\\-', '-' })
    foreach ($command in $commands) {
        Invoke-Program $program 'help', '--man', $command > "$prefix/share/man/man1/elf2tab-$command.1"
    }
    Invoke-Program $program 'explain', '--man' > "$prefix/share/man/man7/elf2tab-diagnostics.7"
    Invoke-Program gzip (@('-9n') + (Get-ChildItem "$prefix/share/man" -Recurse -File).FullName)

    Invoke-Program $program 'completions', 'bash' > "$prefix/share/bash-completion/completions/elf2tab"
    Invoke-Program $program 'completions', 'zsh' > "$prefix/share/zsh/$zshFolder/_elf2tab"
    Invoke-Program $program 'completions', 'fish' > "$prefix/share/fish/vendor_completions.d/elf2tab.fish"
    Invoke-Program $program 'completions', 'pwsh' > "$prefix/share/elf2tab/completions.ps1"

    $lock = Get-Content "$root/src/Elf2Tab/packages.lock.json" -Raw | ConvertFrom-Json -AsHashtable
    $compiler = "runtime.$Runtime.Microsoft.DotNet.ILCompiler"
    $version = $lock.dependencies.Values.ForEach({ $_[$compiler].resolved }) | Where-Object { $_ } | Select-Object -First 1
    Copy-Item "$(Get-ProjectProperty NuGetPackageRoot)/$($compiler.ToLowerInvariant())/$version/THIRD-PARTY-NOTICES.TXT" "$documents/NOTICE.dotnet"
    Invoke-Program chmod 'a-x', "$documents/NOTICE.dotnet"
    Copy-Item "$root/NOTICE", "$root/README.md" $documents
    Copy-Item "$root/LICENSE" "$documents/copyright"
    Copy-Item "$root/docs/*.md" "$documents/docs"
}

# The same bytes, whoever makes it and when.
function Set-Attributes([string] $tree, [string] $time) {
    Invoke-Program chmod '-R', 'u=rwX,go=rX', $tree
    Invoke-Program find $tree, '-exec', 'touch', '-h', '-d', "@$time", '{}', '+'
}

function Export-Packages {
    if (-not $Runtime.StartsWith('linux-')) { throw "packages of the program are for Linux; for other systems there is Pack" }
    $version = Get-ProjectProperty Version
    $time = if ($env:SOURCE_DATE_EPOCH) { $env:SOURCE_DATE_EPOCH } else { Invoke-Program git '-C', $root, 'log', '-1', '--format=%ct' }
    $output = "$root/artifacts/packages"
    New-Item -ItemType Directory -Force $output | Out-Null
    $work = "$root/artifacts/work"
    if (Test-Path $work) { Remove-Item -Recurse -Force $work }

    $name = "elf2tab-$version-$Runtime"
    Install-Program "$work/$name" 'site-functions'
    Set-Attributes "$work/$name" $time
    $archive = "$output/$name.tar"
    Invoke-Program tar '-C', $work, '--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--format=ustar', '-cf', $archive, $name
    Invoke-Program gzip '-9nf', $archive

    $tree = "$work/debian"
    Install-Program "$tree/usr" 'vendor-completions'
    $architecture = @{ 'linux-x64' = 'amd64'; 'linux-arm64' = 'arm64' }[$Runtime]
    $size = [math]::Ceiling((Get-ChildItem $tree -Recurse -File | Measure-Object -Sum Length).Sum / 1024)
    New-Item -ItemType Directory "$tree/DEBIAN" | Out-Null
    Set-Content "$tree/DEBIAN/control" @"
Package: elf2tab
Version: $version
Architecture: $architecture
Maintainer: The elf2tab contributors
Installed-Size: $size
Depends: libc6 (>= 2.28)
Recommends: libssl3t64 | libssl3 | libssl1.1
Section: devel
Priority: optional
Description: converts ELF files of Tock apps to TBFs and TABs
 Makes, checks, shows, compares and signs the files in which apps are loaded
 on microcontrollers with the operating system Tock.
"@
    Set-Attributes $tree $time
    $env:SOURCE_DATE_EPOCH = $time
    Invoke-Program dpkg-deb '--build', '--root-owner-group', '-Zxz', $tree, "$output/elf2tab_${version}_$architecture.deb"
    Remove-Item -Recurse -Force $work
}

if (-not $Runtime) { $Runtime = Get-ProjectProperty NETCoreSdkPortableRuntimeIdentifier }

switch ($Target) {
    'Build' { Invoke-Program dotnet 'build', "$root/Elf2Tab.slnx" }
    'Test' { Invoke-Tests }
    'Publish' { Publish-Program $Release }
    'Package' {
        Publish-Program $true
        Export-Packages
    }
    'Pack' { Invoke-Program dotnet 'pack', "$root/Elf2Tab.slnx", '-c', 'Release', '-o', "$root/artifacts/packages" }
    'UpdateGolden' {
        $env:ELF2TAB_UPDATE_GOLDEN = '1'
        try { Invoke-Tests }
        finally { $env:ELF2TAB_UPDATE_GOLDEN = $null }
    }
}
