using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>Reads files of traces, a conversation a line, as <c>.jsonl</c> or <c>.jsonl.gz</c>. A file may be of any length: one line is held at a time.</summary>
public static class TraceFile
{
    private const int MaxLineBytes = 64 << 20;
    private const int MaxDepth = 64;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The traces in their order.</returns>
    /// <exception cref="TraceFormatException">A line is none; what stands before it was returned.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async IAsyncEnumerable<Trace> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int line = 0;
        await foreach (ReadOnlySequence<byte> text in LinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            line++;
            if (Parse(text, FormattableString.Invariant($"{Path.GetFileName(path)}:{line}")) is { } trace)
            {
                yield return trace;
            }
        }
    }

    /// <summary>Counts the traces of a file, without reading what stands in them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many lines are not empty.</returns>
    /// <exception cref="TraceFormatException">The file is no gzip file, or a line is too long.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<long> CountAsync(string path, CancellationToken cancellationToken = default)
    {
        long count = 0;
        await foreach (ReadOnlySequence<byte> line in LinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            count += line.IsEmpty ? 0 : 1;
        }

        return count;
    }

    private static async IAsyncEnumerable<ReadOnlySequence<byte>> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            byte[]? mark = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Encoding.ASCII.GetBytes($"\n{Guid.NewGuid():N}") : null;
            Stream plain = mark is null ? file : new GZipStream(new MarkedStream(file, mark), CompressionMode.Decompress);
            await using (plain.ConfigureAwait(false))
            {
                bool isOver = mark is null;
                await foreach (ReadOnlySequence<byte> line in LinesAsync(PipeReader.Create(plain, new StreamPipeReaderOptions(bufferSize: 1 << 16)), path, cancellationToken).ConfigureAwait(false))
                {
                    isOver = mark is null || (line.Length == mark.Length - 1 && line.ToArray().AsSpan().SequenceEqual(mark.AsSpan(1)));
                    if (mark is null || !isOver)
                    {
                        yield return line;
                    }
                }

                if (!isOver || (mark is not null && file.Length == 0))
                {
                    throw new TraceFormatException($"{Path.GetFileName(path)}: it is cut off, or no gzip file");
                }
            }
        }
    }

    private static async IAsyncEnumerable<ReadOnlySequence<byte>> LinesAsync(PipeReader reader, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                throw new TraceFormatException($"{Path.GetFileName(path)}: it is no gzip file", e);
            }

            ReadOnlySequence<byte> buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return buffer.Slice(0, end);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > MaxLineBytes)
            {
                throw new TraceFormatException($"{Path.GetFileName(path)}: a line is longer than {MaxLineBytes >> 20} MiB");
            }

            if (read.IsCompleted)
            {
                yield return buffer;
                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <returns>Null for an empty line.</returns>
    private static Trace? Parse(ReadOnlySequence<byte> line, string place)
    {
        try
        {
            byte[] text = line.ToArray();
            return text.AsSpan().Trim(" \t\r"u8).IsEmpty ? null : new TraceReader(place).Read(JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is a text that is no Unicode.
            throw new TraceFormatException($"{place}: it is no JSON: {e.Message}", e);
        }
    }
}
