# What a shell makes of a line when Tab is pressed at its end: drive.zsh SHELL SCRIPT LINE
zmodload zsh/zpty zsh/datetime
shell=$1 script=$2 line=$3
case $shell in
    bash) zpty s bash --norc --noprofile -i
          setup="PS1='> '; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; bind -x '\"\\C-xp\": printf \"%s\\n\" \"<<\$READLINE_LINE>>\"'; source $script" ;;
    zsh)  zpty s zsh -f -i
          setup="PROMPT='> '; unsetopt beep prompt_sp zle_bracketed_paste; unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; show() { print -r -- \"<<\$BUFFER>>\"; zle send-break }; zle -N show; bindkey '^Xp' show; source $script" ;;
esac
until_seen() {
    local seen= part end=$((EPOCHSECONDS + 20))
    while (( EPOCHSECONDS < end )); do
        if zpty -r -t s part; then seen+=$part; [[ $seen == *$1* ]] && { print -rn -- "$seen"; return 0 }; else sleep 0.02; fi
    done
    print -rn -- "$seen"; return 1
}
zpty -w s "$setup; echo 'READ''Y'"
until_seen READY >/dev/null || exit 1
zpty -w -n s "$line"$'\t'
# Keys that come while the program is asked would be read as text of its line.
sleep 1
zpty -w -n s $'\x18p'
out=$(until_seen '>>') || { print -r -- "no answer: ${(q)out}"; exit 1 }
print -r -- "${${out##*<<}%%>>*}"
