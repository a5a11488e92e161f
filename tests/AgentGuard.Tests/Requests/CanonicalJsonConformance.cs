using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentGuard.Tests.Requests;

public sealed class CanonicalJsonConformance
{
    private static readonly string s_directory =
        Environment.GetEnvironmentVariable("AGENTGUARD_JCS") ?? Path.Combine(Root(), "..", "shared", "jcs");

    [SkippableTheory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void The_vectors_of_rfc_8785_pass_byte_by_byte(string name)
    {
        Skip.IfNot(Directory.Exists(s_directory), "the RFC 8785 vectors are not there; name their directory in AGENTGUARD_JCS");
        using PooledBuffer buffer = new();

        CanonicalJson.Write(JsonElement.Parse(File.ReadAllBytes(Path.Combine(s_directory, "input", $"{name}.json"))), buffer);

        Assert.Equal(Bytes(File.ReadAllText(Path.Combine(s_directory, "outhex", $"{name}.txt"))), buffer.WrittenSpan.ToArray());
    }

    // RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void The_numbers_of_rfc_8785_pass(ulong bits, string expected)
    {
        string literal = BitConverter.UInt64BitsToDouble(bits).ToString("E16", CultureInfo.InvariantCulture);

        Assert.Equal(expected, Json.Canonical(Json.Of(literal)));
        Assert.Equal(expected, Json.Canonical(Json.Of(expected)));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit)));

    private static string Root()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "AgentGuard.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? ".";
    }
}
