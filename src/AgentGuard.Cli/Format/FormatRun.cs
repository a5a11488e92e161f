using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cli.Format;

/// <summary>Formats files, one after the other. A file that is no Cedar stays as it is, and the others are formatted all the same.</summary>
internal sealed class FormatRun(CliConsole console, bool checks)
{
    private const int MaxBytes = 4 << 20;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly CedarFormatterOptions s_options = new() { Limits = new CedarParserOptions { MaxLength = MaxBytes, MaxPolicies = 10_000 } };

    private readonly HashSet<string> _staleManifests = [];
    private int _changed;
    private int _broken;

    /// <summary>Formats, or looks whether there is something to format.</summary>
    /// <param name="paths">Files, folders, or <c>-</c>.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">A path leads nowhere, or a file cannot be read or written.</exception>
    public async Task<int> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = PolicyFileList.Find(paths);
        foreach (string file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file == PolicyFileList.StandardInput)
            {
                await FormatInputAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await FormatFileAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }

        Report(files.Count(static file => file != PolicyFileList.StandardInput));
        return _broken > 0 || (checks && _changed > 0) ? ExitCode.Findings : ExitCode.Success;
    }

    private async Task FormatInputAsync(CancellationToken cancellationToken)
    {
        char[] text = new char[MaxBytes + 1];
        int length = await console.In.ReadBlockAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
        string input = new(text, 0, length);
        if (Format(input, "standard input") is not { } formatted)
        {
            return;
        }

        if (!checks)
        {
            await console.Out.Profile.Out.Writer.WriteAsync(formatted.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        else if (formatted != input)
        {
            Tell("standard input");
        }
    }

    private async Task FormatFileAsync(string file, CancellationToken cancellationToken)
    {
        byte[] bytes = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        if (Decode(bytes, file) is not { } text || Format(text, file) is not { } formatted)
        {
            return;
        }

        byte[] result = s_utf8.GetBytes(formatted);
        if (result.AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        if (!checks)
        {
            await AtomicFile.WriteAsync(file, result, cancellationToken).ConfigureAwait(false);
            NoteManifest(file);
        }

        Tell(file);
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        FileInfo info = new(file);
        return info.Length <= MaxBytes
            ? await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)
            : throw new CliException($"`{file}` has more than {MaxBytes >> 20} MiB", "no guard would load it: divide it");
    }

    private string? Decode(byte[] bytes, string file)
    {
        try
        {
            ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
            return s_utf8.GetString(bytes.AsSpan().StartsWith(mark) ? bytes.AsSpan(mark.Length) : bytes);
        }
        catch (DecoderFallbackException)
        {
            Refuse([new Diagnostic(DiagnosticSeverity.Error, "the file is not UTF-8", new SourceText("", file), default, "save it as UTF-8")]);
            return null;
        }
    }

    private string? Format(string text, string name)
    {
        if (CedarFormatter.TryFormat(new SourceText(text, name), out string? formatted, out IReadOnlyList<Diagnostic> diagnostics, s_options))
        {
            return formatted;
        }

        Refuse(diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return null;
    }

    private void Refuse(IEnumerable<Diagnostic> errors)
    {
        _broken++;
        foreach (Diagnostic error in errors)
        {
            DiagnosticView.Write(console.Error, error);
        }
    }

    private void Tell(string file)
    {
        _changed++;
        console.Out.Write(new StyledText().Add(file).EndLine());
    }

    /// <summary>A manifest lists the hash of what was there before, and a guard that reloads would refuse the file.</summary>
    private void NoteManifest(string file)
    {
        string folder = Path.GetDirectoryName(file) is { Length: > 0 } parent ? parent : ".";
        if (File.Exists(Path.Combine(folder, Bundles.Manifest)))
        {
            _staleManifests.Add(folder);
        }
    }

    private void Report(int files)
    {
        foreach (string folder in _staleManifests.Order(StringComparer.Ordinal))
        {
            console.Error.Write(new StyledText().Add("note:", Styles.Frame).Add($" {Bundles.Manifest} lists the files as they were: `agentguard check {folder} --write`").EndLine());
        }

        if (files > 0)
        {
            string what = checks ? Count.Of(_changed, "file would change", "files would change") : Count.Of(_changed, "file changed", "files changed");
            string broken = _broken > 0 ? $", {Count.Of(_broken, "file")} could not be read as Cedar" : "";
            console.Error.Write(new StyledText().Add($"{what}{broken}", _broken > 0 ? Styles.Error : null).Add($" ({files} looked at)").EndLine());
        }
    }
}
