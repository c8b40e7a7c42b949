namespace Elf2Tab.CommandLine;

/// <summary>
/// Scripts that make a shell ask the program, as <c>elf2tab [suggest:POSITION] "LINE"</c>, or with <c>describe</c> where descriptions are
/// shown, for what may stand where the cursor is. Each ends what is complete with a space, but neither directories nor what ends with an equals
/// sign, a colon or a comma.
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

    /// <summary>
    /// bash takes a word apart at equals signs and colons, and replaces only what is behind the last one; where a quote is open, what is
    /// behind that, and closes it itself.
    /// </summary>
    private const string Bash = """
        _elf2tab() {
            local line="${COMP_LINE:0:COMP_POINT}" current="${COMP_WORDS[COMP_CWORD]}" word proposal shown quoted open=
            if [[ $current == [\"\']* && ${current:1} != *"${current:0:1}"* && $line == *"$current" ]]; then
                open=1
                shown="${line%"$current"}"
                shown="${shown##*[[:space:]]}"
            else
                word="${line##*[[:space:]]}"
                shown="${word%"${word##*[=:]}"}"
            fi
            COMPREPLY=()
            while IFS= read -r proposal; do
                proposal="${proposal#"$shown"}"
                if [[ -n $open ]]; then
                    COMPREPLY+=("$proposal")
                else
                    printf -v quoted '%q' "$proposal"
                    COMPREPLY+=("${quoted//\\,/,}")
                fi
            done < <("${COMP_WORDS[0]/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null)
            if [[ -n $open ]]; then
                compopt -o filenames
            elif [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=:,] ]]; then
                compopt -o nospace
            fi
        }
        complete -F _elf2tab elf2tab

        """;

    private const string Zsh = """
        #compdef elf2tab
        _elf2tab() {
            local line="${(j: :)words[1,CURRENT]}" proposal value
            local -a open closed open_shown closed_shown lines
            for proposal in "${(@f)$(${~words[1]} "[describe:${#line}]" "$line" 2>/dev/null)}"; do
                value="${proposal%%$'\t'*}"
                [[ -n $value ]] || continue
                [[ $value == $proposal ]] || lines=(-l)
                if [[ $value == *[/=:,] ]]; then
                    open+=("$value") open_shown+=("${proposal/$'\t'/  -- }")
                else
                    closed+=("$value") closed_shown+=("${proposal/$'\t'/  -- }")
                fi
            done
            (( $#open )) && compadd $lines -d open_shown -S '' -- $open
            (( $#closed )) && compadd $lines -d closed_shown -- $closed
            (( $#open + $#closed ))
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
            $program "[describe:"(string length -- $line)"]" $line 2>/dev/null
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
            & $commandAst.CommandElements[0].ToString() "[describe:$position]" $line 2>$null | ForEach-Object {
                $text, $told = $_ -split "`t", 2
                $quoted = if ($text -match "[\s'(){};,``$&|<>@#]") { "'" + $text.Replace("'", "''") + "'" } else { $text }
                [System.Management.Automation.CompletionResult]::new($quoted, $text, 'ParameterValue', $(if ($told) { $told } else { $text }))
            }
        }

        """;
}
