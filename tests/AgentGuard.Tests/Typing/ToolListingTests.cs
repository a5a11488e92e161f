using System.Text.Json;

namespace AgentGuard.Tests.Typing;

public sealed class ToolListingTests
{
    [Fact]
    public void Tools_stand_in_their_toolsets()
    {
        IReadOnlyList<ToolDefinition> tools = Read(
            """
            { "toolsets": {
                "files": [ { "name": "read", "description": "Reads.", "inputSchema": { "type": "object" }, "annotations": { "readOnlyHint": true } } ],
                "mail": [ { "name": "send", "outputSchema": { "type": "string" } } ] } }
            """);

        Assert.Equal(["files.read", "mail.send"], tools.Select(tool => tool.Id.ToString()));
        Assert.Equal("Reads.", tools[0].Description);
        Assert.Equal("""{ "readOnlyHint": true }""", tools[0].Annotations!.Value.GetRawText());
        Assert.Equal("""{ "type": "string" }""", tools[1].OutputSchema!.Value.GetRawText());
    }

    [Fact]
    public void What_a_server_lists_is_given_its_toolset()
    {
        ToolDefinition tool = Assert.Single(Read("""{ "tools": [ { "name": "read" } ], "nextCursor": "more" }""", "files"));

        Assert.Equal("files.read", tool.Id.ToString());
    }

    [Theory]
    [InlineData("[]", "expected an object with `toolsets` or `tools`")]
    [InlineData("{}", "it has neither `toolsets` nor `tools`")]
    [InlineData("""{ "tools": {} }""", "tools: expected a list")]
    [InlineData("""{ "toolsets": { "files": [ {} ] } }""", "toolsets.files[0]: member `name` is missing")]
    [InlineData("""{ "tools": [ { "name": 1 } ] }""", "tools[0].name: expected a text")]
    [InlineData("""{ "tools": [ { "name": "a" }, { "name": "a" } ] }""", "`local.a` stands twice")]
    [InlineData("""{ "toolsets": { "a.b": [ { "name": "a" } ] } }""", "toolsets.a.b[0]: toolset `a.b` has a dot: the action's name would not say where the tool's name starts (Parameter 'toolset')")]
    public void What_is_no_listing_is_refused_with_its_place(string json, string message)
    {
        FormatException fault = Assert.Throws<FormatException>(() => Read(json));

        Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void A_file_with_a_member_twice_is_refused()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(path, """{ "tools": [ { "name": "a", "name": "b" } ] }""");

            Assert.StartsWith($"`{Path.GetFileName(path)}` is no listing of tools: ", Assert.Throws<FormatException>(() => ToolListing.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over_and_what_is_too_long_is_refused()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{ "tools": [ { "name": "read" } ] }""", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.Equal("files.read", Assert.Single(ToolListing.Load(path, "files")).Id.ToString());

            using (FileStream stream = File.OpenWrite(path))
            {
                stream.SetLength((16 << 20) + 1);
            }

            Assert.EndsWith("has more than 16 MiB", Assert.Throws<FormatException>(() => ToolListing.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IReadOnlyList<ToolDefinition> Read(string json, string? toolset = null)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return ToolListing.Read(document.RootElement, toolset);
    }
}
