using System.Text;

namespace AgentGuard.Mcp.Tests.Gateway;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\n\nb", "a\r||b")]
    [InlineData("", "")]
    [InlineData("\n", "")]
    [InlineData("exactly10!\nb\n", "exactly10!|b")]
    [InlineData("eleven bytes and more\nb\n", "(too long)|b")]
    [InlineData("eleven bytes and more", "(too long)")]
    [InlineData("b\neleven bytes and more\nc\neleven bytes and more\n", "b|(too long)|c|(too long)")]
    public async Task Lines_come_as_they_are_however_they_are_cut(string text, string expected)
    {
        for (int size = 1; size <= 64; size++)
        {
            using Dripping stream = new(Encoding.UTF8.GetBytes(text), size);
            LineReader reader = new(stream, maxBytes: 10);
            List<string> lines = [];
            while (await reader.ReadAsync(CancellationToken.None) is { } line)
            {
                lines.Add(line.TooLong is null ? Encoding.UTF8.GetString(line.Bytes.Span) : "(too long)");
            }

            Assert.Equal(expected, string.Join('|', lines));
        }
    }

    [Fact]
    public async Task A_line_of_the_greatest_length_is_read_and_one_byte_more_is_not()
    {
        const int Max = 100_000;
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(new string('x', Max) + "\n" + new string('y', Max + 1) + "\nz\n"));
        LineReader reader = new(stream, Max);

        Assert.Equal(Max, (await reader.ReadAsync(CancellationToken.None))!.Value.Bytes.Length);
        Assert.NotNull((await reader.ReadAsync(CancellationToken.None))!.Value.TooLong);
        Assert.Equal(1, (await reader.ReadAsync(CancellationToken.None))!.Value.Bytes.Length);
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Dripping(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
