using System.Buffers;
using System.Text;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Files;

/// <summary>A rule for make and ninja that says which files are made of which.</summary>
internal static class MakeRule
{
    /// <summary>What make takes for an assignment, a recipe, or the start of another kind of inputs, and cannot be quoted.</summary>
    private const string UnquotableCharacters = "=;|";

    /// <summary>What makes a pattern of a rule's target; make reads it as it is in an input.</summary>
    private const string PatternCharacters = "%";

    private static readonly SearchValues<char> SpecialTargetCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

    /// <summary>Writes one rule without a recipe: all outputs depend on all inputs.</summary>
    /// <exception cref="InputException">A name cannot be written in a rule.</exception>
    public static byte[] Write(IEnumerable<string> outputs, IEnumerable<string> inputs, DiagnosticSink diagnostics)
    {
        var rule = new StringBuilder();
        rule.AppendJoin(' ', outputs.Select(path => Escape(path, PatternCharacters, diagnostics)));
        rule.Append(rule is [.., '&'] ? " :" : ":"); // `&:` is another kind of rule
        foreach (string input in inputs)
            rule.Append(" \\\n  ").Append(Escape(input, "", diagnostics));
        return Encoding.UTF8.GetBytes(rule.Append('\n').ToString());
    }

    /// <summary>The quoting that compilers write and that make and ninja read: a backslash, itself doubled before one; `$$`.</summary>
    private static string Escape(string path, string alsoQuoted, DiagnosticSink diagnostics)
    {
        if (path.Any(char.IsControl) || path.AsSpan().ContainsAny(UnquotableCharacters) || path[^1] is '\\' or ' ' or ')' || IsOfMake(path))
            throw diagnostics.Fail(Catalogue.NameNotInRule, $"`{path}` would be read as something else");
        var escaped = new StringBuilder();
        int backslashes = 0;
        foreach (char character in path)
        {
            if (character is ' ' or '#' or ':' || alsoQuoted.Contains(character))
                escaped.Append('\\', backslashes + 1);
            else if (character == '$')
                escaped.Append('$');
            escaped.Append(character);
            backslashes = character == '\\' ? backslashes + 1 : 0;
        }
        return escaped.ToString();
    }

    /// <summary>Whether make takes a name for the home of a user, or for a target of its own, as `.PHONY`; `./` in front does not help.</summary>
    private static bool IsOfMake(string path)
    {
        var name = path.AsSpan();
        while (name.StartsWith("./"))
            name = name[1..].TrimStart('/');
        return name is ['~', ..] || (name is ['.', _, ..] && !name[1..].ContainsAnyExcept(SpecialTargetCharacters));
    }
}
