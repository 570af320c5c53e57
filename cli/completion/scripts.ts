/**
 * A script per shell that asks the program itself what may come next, so that it is never out of date.
 *
 * File names are offered where the program knows nothing.
 */
export const COMPLETION_SCRIPTS = {
  bash: `_headless_claude() {
  local IFS=$'\\n'
  COMPREPLY=($(headless-claude complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _headless_claude headless-claude
`,
  zsh: `#compdef headless-claude
_headless_claude() {
  local -a candidates
  candidates=("\${(@f)$(headless-claude complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${candidates[1]}" ]]; then compadd -- "\${candidates[@]}"; else _files; fi
}
compdef _headless_claude headless-claude
`,
  fish: `function __headless_claude
    set -l words (commandline -opc) (commandline -ct)
    headless-claude complete -- $words[2..-1] 2>/dev/null
end
complete -c headless-claude -a '(__headless_claude)'
`,
} as const;

/** A shell that there is a script for. */
export type Shell = keyof typeof COMPLETION_SCRIPTS;
