using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace AgentGuard.Cli;

/// <summary>
/// Where commands read and write. In a terminal there are colours and tables with lines; in a pipe plain text that does not depend on anybody's window.
/// Results go to <see cref="Out"/>, what is said about them to <see cref="Error"/>.
/// </summary>
internal sealed class CliConsole
{
    private const int PipeWidth = 160;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A console on given streams.</summary>
    /// <param name="input">What is typed or piped in.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Faults and progress.</param>
    /// <param name="isTerminal">Whether somebody looks at <paramref name="output"/>.</param>
    /// <param name="isErrorTerminal">Whether somebody looks at <paramref name="error"/>; null where it goes where the output goes.</param>
    public CliConsole(TextReader input, TextWriter output, TextWriter error, bool isTerminal = false, bool? isErrorTerminal = null)
    {
        In = input;
        IsTerminal = isTerminal;
        Out = Open(output, isTerminal);
        Error = Open(error, isErrorTerminal ?? isTerminal);
    }

    /// <summary>The process's own.</summary>
    public static CliConsole Standard { get; } = new(Console.In, Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    public TextReader In { get; }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    public bool IsTerminal { get; }

    /// <summary>Opens standard input and output as bytes, for a command that speaks a protocol on them and writes nothing else there.</summary>
    public Func<(Stream Input, Stream Output)> OpenStreams { get; init; } = static () => (Console.OpenStandardInput(), Console.OpenStandardOutput());

    /// <summary>A table: with lines in a terminal, columns alone in a pipe.</summary>
    public Table Table(params ReadOnlySpan<string> columns)
    {
        Table table = new() { Border = IsTerminal ? TableBorder.Rounded : TableBorder.None };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        return table;
    }

    /// <summary>Writes one JSON document, for other programs.</summary>
    public void Json<T>(T value) => Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(value, s_json));

    private static IAnsiConsole Open(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
