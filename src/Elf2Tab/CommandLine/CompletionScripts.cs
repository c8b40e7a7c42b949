namespace Elf2Tab.CommandLine;

/// <summary>
/// Scripts that make a shell ask the program, as <c>elf2tab [suggest:POSITION] "LINE"</c>, for what may stand where the cursor is. Each ends
/// what is complete with a space, but neither directories nor what ends with an equals sign, a colon or a comma.
/// </summary>
internal static class CompletionScripts
{
    /// <summary>The shells that there are scripts for.</summary>
    public static IReadOnlyList<string> Shells => ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for a shell; null: there is none.</summary>
    public static string? Find(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => null,
    };

    /// <summary>bash takes a word apart at equals signs and colons, and replaces only what is behind the last one.</summary>
    private const string Bash = """
        _elf2tab() {
            local line="${COMP_LINE:0:COMP_POINT}" word proposal shown quoted
            word="${line##*[[:space:]]}"
            shown="${word%"${word##*[=:]}"}"
            COMPREPLY=()
            while IFS= read -r proposal; do
                printf -v quoted '%q' "${proposal#"$shown"}"
                COMPREPLY+=("${quoted//\\,/,}")
            done < <("${COMP_WORDS[0]/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null)
            if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=:,] ]]; then
                compopt -o nospace
            fi
        }
        complete -F _elf2tab elf2tab

        """;

    private const string Zsh = """
        #compdef elf2tab
        _elf2tab() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a proposals open closed
            proposals=("${(@f)$(${~words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)}")
            open=(${(M)proposals:#*[/=:,]})
            closed=(${proposals:#*[/=:,]})
            (( $#open )) && compadd -S '' -- $open
            (( $#closed )) && compadd -- $closed
            (( $#proposals ))
        }
        if [[ "$funcstack[1]" == _elf2tab ]]; then
            _elf2tab "$@"
        else
            compdef _elf2tab elf2tab
        fi

        """;

    private const string Fish = """
        function __elf2tab_complete
            set -l line (commandline -cp | string collect)
            set -l program (commandline -opc)[1]
            $program "[suggest:"(string length -- $line)"]" $line 2>/dev/null
        end
        complete -c elf2tab -f -a '(__elf2tab_complete)'

        """;

    /// <summary>PowerShell's tree drops blanks at the end of the line.</summary>
    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName elf2tab -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $position = $cursorPosition - $commandAst.Extent.StartOffset
            $line = $commandAst.ToString()
            $line = $line.PadRight($position).Substring(0, $position)
            & $commandAst.CommandElements[0].ToString() "[suggest:$position]" $line 2>$null | ForEach-Object {
                $text = if ($_ -match "[\s'(){};,``$&|<>@#]") { "'" + $_.Replace("'", "''") + "'" } else { $_ }
                [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
            }
        }

        """;
}
