using System.Text;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp.Tests.Gateway;

public sealed class MessageScanTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"x"}""", "7", true)]
    [InlineData("""{ "method" : "x" , "id" : "a\"b" }""", "a\"b", true)]
    [InlineData("""{"result":{"id":1,"method":"y"},"id":2}""", "2", false)]
    [InlineData("""{"result":[{"id":1}],"id":-9}""", "-9", false)]
    [InlineData("""{"result":"\"id\":1,\"method\":","id":3}""", "3", false)]
    [InlineData("""{"id":4,"result":{"text":"never ends""", "4", false)]
    [InlineData("""{"x":"id","y":{"id":5}}""", null, false)]
    [InlineData("""{"id":null,"method":"x"}""", null, true)]
    [InlineData("""{"id":{"id":6},"method":"x"}""", null, true)]
    [InlineData("""{"id":[6],"method":"x"}""", null, true)]
    [InlineData("""{"id":1.5}""", null, false)]
    [InlineData("""{"id":1,"id":2}""", "2", false)]
    [InlineData("""{"\u0069d":1}""", null, false)]
    [InlineData("""[{"id":1,"method":"x"}]""", null, false)]
    [InlineData("garbage \"id\":1", null, false)]
    [InlineData("", null, false)]
    public void The_id_and_the_kind_of_a_message_are_found_however_it_is_cut(string message, string? id, bool hasMethod)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(message);
        for (int size = 1; size <= Math.Max(1, bytes.Length); size++)
        {
            MessageScan scan = new();
            foreach (byte[] part in bytes.Chunk(size))
            {
                scan.Read(part);
            }

            Assert.Equal(id, scan.Id?.ToString());
            Assert.Equal(hasMethod, scan.HasMethod);
        }
    }

    [Fact]
    public void An_id_that_is_longer_than_any_is_none()
    {
        Assert.Null(MessageScan.Of(Encoding.UTF8.GetBytes($$"""{"id":"{{new string('x', 100_000)}}"}""")).Id);
    }

    [Fact]
    public void Text_and_numbers_are_different_ids()
    {
        Assert.NotEqual(MessageScan.Of("{\"id\":\"1\"}"u8).Id, MessageScan.Of("{\"id\":1}"u8).Id);
        Assert.Equal(new RequestId(1), MessageScan.Of("{\"id\":1}"u8).Id);
    }
}
