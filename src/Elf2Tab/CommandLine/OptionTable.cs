using System.Text;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.CommandLine;

/// <summary>What a command line asks for.</summary>
public enum Request
{
    /// <summary>To run the command.</summary>
    Run,

    /// <summary>To print help.</summary>
    Help,

    /// <summary>To print the version.</summary>
    Version,
}

/// <summary>A command line that was read.</summary>
/// <param name="Request">What it asks for.</param>
/// <param name="Options">The options, when it asks to run.</param>
/// <param name="Given">The long names of the options that were given.</param>
internal sealed record ParsedOptions<T>(Request Request, T Options, IReadOnlySet<string> Given);

/// <summary>
/// The options of a command, and how a command line is read by them: the rules of clap, which upstream's users know. An
/// option that takes several values takes all that follows up to the next option; one difference is that text which cannot
/// be a value ends the list.
/// </summary>
/// <param name="options">All options in the order of the help.</param>
/// <param name="operand">Takes over what is not an option.</param>
internal sealed class OptionTable<T>(IReadOnlyList<CommandOption<T>> options, Func<T, string, T> operand)
    where T : class
{
    /// <summary>All options in the order of the help.</summary>
    public IReadOnlyList<CommandOption<T>> Options => options;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="InputException">It is not understood.</exception>
    public ParsedOptions<T> Parse(T defaults, IReadOnlyList<string> arguments, DiagnosticSink diagnostics)
    {
        var parser = new Parser(this, defaults, arguments, diagnostics);
        var request = parser.Run();
        return new ParsedOptions<T>(request, parser.Result, parser.Given);
    }

    /// <summary>The lines of help for the options, at most 80 columns wide.</summary>
    /// <param name="groups">Titles, and the names of the options below each; what is in none stands at the end.</param>
    public string Describe(params ReadOnlySpan<(string Title, string[] Names)> groups)
    {
        var text = new StringBuilder();
        var rest = options.ToList();
        foreach (var (title, names) in groups)
        {
            text.Append(title).Append(":\n");
            foreach (var option in names.Select(name => rest.Single(option => option.Name == name)))
            {
                DescribeOption(option);
                rest.Remove(option);
            }
            text.Append('\n');
        }
        if (!groups.IsEmpty)
            text.Append("The run:\n");
        foreach (var option in rest)
            DescribeOption(option);
        Describe('\0', MessageFormats.Option, MessageFormats.Choices, false, "How warnings and errors are printed [default: human].");
        Describe('h', "help", "", false, "Print this help.");
        Describe('V', "version", "", false, "Print the version.");
        return text.ToString();

        void DescribeOption(CommandOption<T> option) =>
            Describe(option.Letter, option.Name, option.Value.Name, option.Arity == OptionArity.Many, option.Help);

        void Describe(char letter, string name, string value, bool many, string help)
        {
            text.Append(letter == '\0' ? "      --" : $"  -{letter}, --").Append(name);
            if (value != "")
                text.Append($" <{value}>").Append(many ? "..." : "");
            text.Append('\n');
            foreach (string line in PrintedText.Lines(help, 10, 10))
                text.Append(line).Append('\n');
        }
    }

    private sealed class Parser(OptionTable<T> table, T result, IReadOnlyList<string> arguments, DiagnosticSink diagnostics)
    {
        private int _next;

        public T Result { get; private set; } = result;

        public HashSet<string> Given { get; } = [];

        public Request Run()
        {
            if (arguments.FirstOrDefault(argument => argument.Contains('\uFFFD', StringComparison.Ordinal)) is { } text)
                throw diagnostics.Fail(Catalogue.InvalidValue, $"`{text}` is not UTF-8", "rename the file: its name cannot be told exactly");
            while (_next < arguments.Count)
            {
                string argument = arguments[_next++];
                if (argument == "--")
                {
                    while (_next < arguments.Count)
                        Result = table.TakeOperand(Result, arguments[_next++]);
                }
                else if (argument is "--help" or "--version")
                {
                    return argument == "--help" ? Request.Help : Request.Version;
                }
                else if (argument.StartsWith("--", StringComparison.Ordinal))
                {
                    ReadLong(argument);
                }
                else if (IsOption(argument))
                {
                    if (ReadLetters(argument) is { } request)
                        return request;
                }
                else
                {
                    Result = table.TakeOperand(Result, argument);
                }
            }
            return Request.Run;
        }

        /// <summary>A single dash is not an option; it is a file name or a value.</summary>
        private static bool IsOption(string argument) => argument.Length > 1 && argument[0] == '-';

        private void ReadLong(string argument)
        {
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument[2..] : argument[2..equals];
            if (name == MessageFormats.Option)
            {
                ReadFormat(equals < 0 ? NextValue() : argument[(equals + 1)..]);
                return;
            }
            var option = table.Options.FirstOrDefault(option => option.Name == name);
            if (option is null)
            {
                throw diagnostics.Fail(
                    Catalogue.UnknownOption,
                    $"unknown option --{name}",
                    table.Nearest(name, ["help", "version", MessageFormats.Option]) is { } nearest ? $"did you mean --{nearest}?" : null);
            }
            Read(option, equals < 0 ? null : argument[(equals + 1)..]);
        }

        /// <summary>The command has found the format already; here it is checked.</summary>
        private void ReadFormat(string? value)
        {
            if (value is null)
                throw diagnostics.Fail(Catalogue.MissingValue, $"--{MessageFormats.Option} needs a value");
            if (MessageFormats.Parse(value) is null)
                throw diagnostics.Fail(
                    Catalogue.InvalidValue,
                    $"`{value}` is no value of --{MessageFormats.Option}: it must be one of "
                    + MessageFormats.Choices.Replace("|", ", ", StringComparison.Ordinal));
        }

        /// <summary>Letters behind one dash: flags one after another, or an option with its value behind it.</summary>
        private Request? ReadLetters(string argument)
        {
            for (int index = 1; index < argument.Length; index++)
            {
                char letter = argument[index];
                if (letter is 'h' or 'V')
                    return letter == 'h' ? Request.Help : Request.Version;
                var option = table.Options.FirstOrDefault(option => option.Letter == letter)
                    ?? throw diagnostics.Fail(Catalogue.UnknownOption, $"unknown option -{letter} in `{argument}`", HintOf(argument));
                string rest = argument[(index + 1)..];
                if (option.Arity != OptionArity.None)
                {
                    Read(option, rest == "" ? null : rest.StartsWith('=') ? rest[1..] : rest);
                    return null;
                }
                Read(option, rest.StartsWith('=') ? rest[1..] : null);
            }
            return null;
        }

        /// <summary>A long name behind one dash.</summary>
        private string? HintOf(string argument)
        {
            string name = argument[1..].Split('=')[0];
            return name.Length > 1 && table.Nearest(name, ["help", "version"]) is { } nearest ? $"did you mean --{nearest}?" : null;
        }

        /// <param name="option">The option.</param>
        /// <param name="attached">A value in the same argument; then it is the only one.</param>
        private void Read(CommandOption<T> option, string? attached)
        {
            if (!Given.Add(option.Name) && option.Arity != OptionArity.Many)
                throw diagnostics.Fail(Catalogue.RepeatedOption, $"{option.Spelling} is given twice");
            if (option.Arity == OptionArity.None && attached is not null)
                throw diagnostics.Fail(Catalogue.UnexpectedValue, $"{option.Spelling} takes no value, `{attached}` was given");
            if (option.Arity == OptionArity.None)
                Result = option.Apply(Result, "")!;
            else
                Take(option, attached ?? NextValue() ?? throw diagnostics.Fail(
                    Catalogue.MissingValue, $"{option.Spelling} needs a value"));

            // What follows is taken as long as it can be a value.
            if (option.Arity != OptionArity.Many || attached is not null)
                return;
            while (PeekValue() is { } value && option.Apply(Result, value) is { } applied)
            {
                Result = applied;
                _next++;
            }
        }

        private void Take(CommandOption<T> option, string value) => Result = option.Apply(Result, value)
            ?? throw diagnostics.Fail(
                Catalogue.InvalidValue, $"`{value}` is no value of {option.Spelling}: it must be {option.Value.Description}");

        private string? PeekValue() => _next < arguments.Count && !IsOption(arguments[_next]) ? arguments[_next] : null;

        private string? NextValue()
        {
            string? value = PeekValue();
            _next += value is null ? 0 : 1;
            return value;
        }
    }

    private T TakeOperand(T result, string argument) => operand(result, argument);

    /// <summary>The name of an option, or another one, that was probably meant; null: none is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="others">Names besides those of the options.</param>
    public string? Nearest(string name, IEnumerable<string> others) =>
        Suggestions.Nearest(name, options.Select(option => option.Name).Concat(others));
}
