using System.Collections.Immutable;
using System.CommandLine;
using Elf2Tab.Building;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.CommandLine;

/// <summary>A command line in a form that the library cannot misunderstand.</summary>
/// <param name="Options">Options alone: <c>--name</c> for flags, <c>--name=value</c> for each value.</param>
/// <param name="Given">The options that were given.</param>
/// <param name="Operands">What is not an option.</param>
internal sealed record CanonicalLine(ImmutableArray<string> Options, IReadOnlySet<Option> Given, ImmutableArray<string> Operands);

/// <summary>
/// The rules of clap, by which upstream's users write command lines, and in which the library differs: an option that takes several
/// values takes all that follows up to the next option, here up to the first text that can be no value; an option with one value or
/// none may be given once; letters behind one dash are flags one after another, the last one perhaps with its value; nothing is a
/// value because it stands behind a flag; a mistyped option is no operand. What stands behind <c>--help</c> or <c>--version</c> is not read.
/// </summary>
internal static class UpstreamDialect
{
    /// <summary>Brings a command line into the form that the library reads as it was meant.</summary>
    /// <param name="arguments">The command line behind the command's name.</param>
    /// <param name="command">The command; it is asked for the names, arities and values of its options.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is not understood; the first fault from the left is reported.</exception>
    public static CanonicalLine Rewrite(IReadOnlyList<string> arguments, ToolCommand command, DiagnosticSink diagnostics)
    {
        if (arguments.FirstOrDefault(argument => argument.Contains('\uFFFD', StringComparison.Ordinal)) is { } text)
            throw diagnostics.Fail(Catalogue.InvalidValue, $"`{text}` is not UTF-8", "rename the file: its name cannot be told exactly");
        return new Line(arguments, command, diagnostics).Rewrite();
    }

    /// <summary>A single dash is not an option: it stands for a stream, perhaps with an architecture behind it.</summary>
    public static bool IsOption(string argument) => argument is ['-', not ',', ..];

    private sealed class Line(IReadOnlyList<string> arguments, ToolCommand command, DiagnosticSink diagnostics)
    {
        private readonly ImmutableArray<string>.Builder _options = ImmutableArray.CreateBuilder<string>();
        private readonly HashSet<Option> _given = [];
        private readonly ImmutableArray<string>.Builder _operands = ImmutableArray.CreateBuilder<string>();
        private int _next;

        public CanonicalLine Rewrite()
        {
            bool isEnded = false;
            while (_next < arguments.Count && !_given.Contains(command.Help) && !_given.Contains(command.Version))
            {
                string argument = arguments[_next++];
                if (isEnded || !IsOption(argument))
                    _operands.Add(argument);
                else if (argument == "--")
                    isEnded = true;
                else if (argument.StartsWith("--", StringComparison.Ordinal))
                    ReadName(argument);
                else
                    ReadLetters(argument);
            }
            return new CanonicalLine(_options.DrainToImmutable(), _given, _operands.DrainToImmutable());
        }

        private void ReadName(string argument)
        {
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            string? value = equals < 0 ? null : argument[(equals + 1)..];
            var option = command.Find(name)
                ?? throw diagnostics.Fail(Catalogue.UnknownOption, $"unknown option {name}", VersionHint(name, value) ?? HintOf(name));
            Read(option, value);
        }

        private void ReadLetters(string argument)
        {
            for (int index = 1; index < argument.Length && !_given.Contains(command.Help) && !_given.Contains(command.Version); index++)
            {
                string rest = argument[(index + 1)..];
                var option = command.Find($"-{argument[index]}")
                    ?? throw diagnostics.Fail(
                        Catalogue.UnknownOption,
                        $"unknown option -{argument[index]} in `{argument}`",
                        argument.Length > 2 ? HintOf(argument.Split('=')[0]) : null);
                bool isFlag = option.Arity.MaximumNumberOfValues == 0;
                Read(option, rest.StartsWith('=') ? rest[1..] : isFlag || rest == "" ? null : rest);
                if (!isFlag)
                    return;
            }
        }

        /// <summary>Kernel versions are given in two options, where one is expected.</summary>
        private string? VersionHint(string name, string? value) =>
            name is "--kernel-version" or "--kernel" && command.Find("--kernel-major") is not null
                ? ConversionOptions.HintOf(Board.ParseVersion(value ?? (IsValueNext ? arguments[_next] : "")) ?? (2, 1))
                : null;

        private string? HintOf(string name) => command.Nearest(name) is { } nearest ? $"did you mean {nearest}?" : null;

        /// <param name="option">The option.</param>
        /// <param name="attached">A value in the same argument; then it is the only one.</param>
        private void Read(Option option, string? attached)
        {
            bool takesMany = option.Arity.MaximumNumberOfValues > 1;
            if (!_given.Add(option) && !takesMany)
                throw diagnostics.Fail(Catalogue.RepeatedOption, $"{option.Name} is given twice");
            if (option is not IValueOption { Value: var values } || option.Arity.MaximumNumberOfValues == 0)
            {
                if (attached is not null)
                    throw diagnostics.Fail(Catalogue.UnexpectedValue, $"{option.Name} takes no value, `{attached}` was given");
                _options.Add(option.Name);
                return;
            }
            string first = attached ?? (IsValueNext ? arguments[_next++] : throw diagnostics.Fail(
                Catalogue.MissingValue, $"{option.Name} needs a value"));
            if (!values.Accepts(first))
                throw diagnostics.Fail(Catalogue.InvalidValue, $"`{first}` is no value of {option.Name}: it must be {values.Description}", values.Hint(first));
            Add(option, first);
            while (takesMany && attached is null && IsValueNext && values.Accepts(arguments[_next]))
                Add(option, arguments[_next++]);
        }

        private bool IsValueNext => _next < arguments.Count && !IsOption(arguments[_next]);

        /// <summary>The library takes no empty value behind an equals sign.</summary>
        private void Add(Option option, string value)
        {
            _options.Add(value == "" ? option.Name : $"{option.Name}={value}");
            if (value == "")
                _options.Add(value);
        }
    }
}
