using System.Text;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Tests.Values;
using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Json;

public sealed class CedarJsonValueTests
{
    [Theory]
    [InlineData("true", "true")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0", "0")]
    [InlineData("\"\\ud83d\\ude00 \\u0000\"", "\"😀 \\0\"")]
    [InlineData("[2, 1, 2, \"x\"]", "[1, 2, \"x\"]")]
    [InlineData("{}", "{}")]
    [InlineData("{\"b\": {\"c\": []}, \"a\": 1}", "{\"a\": 1, \"b\": {\"c\": []}}")]
    [InlineData("""{"__entity": {"type": "Ns::User", "id": "al\"ice"}}""", "Ns::User::\"al\\\"ice\"")]
    [InlineData("""{"__entity": {"id": "", "more": 1, "type": "User"}}""", "User::\"\"")]
    [InlineData("""{"__extn": {"fn": "decimal", "arg": "1.50"}}""", "decimal(\"1.5\")")]
    [InlineData("""{"__extn": {"fn": "ip", "args": ["10.0.0.0/8"]}}""", "ip(\"10.0.0.0/8\")")]
    [InlineData("""{"__extn": {"fn": "ip", "arg": "::1", "args": []}}""", "ip(\"::1\")")]
    [InlineData("""{"__extn": {"fn": "duration", "arg": "90s"}}""", "duration(\"1m30s\")")]
    [InlineData("""{"__extn": {"fn": "offset", "args": [{"__extn": {"fn": "datetime", "arg": "1970-01-01"}}, {"__extn": {"fn": "duration", "arg": "-1ms"}}]}}""", "datetime(\"1969-12-31T23:59:59.999Z\")")]
    [InlineData("""{"__extn": {"args": [{"__extn": {"fn": "decimal", "arg": "1.0"}}, {"__extn": {"fn": "decimal", "arg": "1.0"}}], "fn": "lessThanOrEqual"}}""", "true")]
    [InlineData("""{"__extn": {"fn": "isInRange", "args": [{"__extn": {"fn": "ip", "arg": "10.1.1.1"}}, {"__extn": {"fn": "ip", "arg": "10.0.0.0/8"}}]}}""", "true")]
    [InlineData("""{"__extn": {"fn": "toDays", "arg": {"__extn": {"fn": "duration", "arg": "49h"}}}}""", "2")]
    public void Values_and_escapes_are_read(string json, string value) =>
        Assert.Equal(value, CedarJson.ParseValue(json).ToString());

    [Theory]
    [InlineData("""{"__entity": {"type": "User"}}""", "{\"__entity\": {\"type\": \"User\"}}")]
    [InlineData("""{"__entity": {"type": "User", "id": 1}}""", "{\"__entity\": {\"id\": 1, \"type\": \"User\"}}")]
    [InlineData("""{"__entity": "User::\"alice\""}""", "{\"__entity\": \"User::\\\"alice\\\"\"}")]
    [InlineData("""{"__entity": {"type": "User", "id": "a"}, "x": 1}""", "{\"__entity\": {\"id\": \"a\", \"type\": \"User\"}, \"x\": 1}")]
    [InlineData("""{"__extn": {"fn": "ip"}}""", "{\"__extn\": {\"fn\": \"ip\"}}")]
    [InlineData("""{"__extn": {"fn": "ip", "args": "127.0.0.1"}}""", "{\"__extn\": {\"args\": \"127.0.0.1\", \"fn\": \"ip\"}}")]
    [InlineData("""{"fn": "ip", "arg": "127.0.0.1"}""", "{\"arg\": \"127.0.0.1\", \"fn\": \"ip\"}")]
    [InlineData("""{"type": "User", "id": "alice"}""", "{\"id\": \"alice\", \"type\": \"User\"}")]
    [InlineData("""{"__expr": 1}""", "{\"__expr\": 1}")]
    public void An_object_that_only_resembles_an_escape_is_a_record(string json, string value) =>
        Assert.Equal(value, CedarJson.ParseValue(json).ToString());

    [Theory]
    [InlineData("null", "null is not a value; leave the attribute out (line 1, column 1)")]
    [InlineData("{\"a\": [1, null]}", "null is not a value; leave the attribute out at /a/1 (line 1, column 11)")]
    [InlineData("1.5", "`1.5` is not an integer; a decimal is written as an `__extn` (line 1, column 1)")]
    [InlineData("1.0", "`1.0` is not an integer; a decimal is written as an `__extn` (line 1, column 1)")]
    [InlineData("1e3", "`1e3` is not an integer; a decimal is written as an `__extn` (line 1, column 1)")]
    [InlineData("1e999", "`1e999` is not an integer; a decimal is written as an `__extn` (line 1, column 1)")]
    [InlineData("-0", "`-0` is not an integer; a decimal is written as an `__extn` (line 1, column 1)")]
    [InlineData("9223372036854775808", "`9223372036854775808` is not an integer of 64 bits (line 1, column 1)")]
    [InlineData("-9223372036854775809", "`-9223372036854775809` is not an integer of 64 bits (line 1, column 1)")]
    [InlineData("{\n  \"é\": 1,\n  \"é\": 2\n}", "`é` stands twice in one object (line 3, column 3)")]
    [InlineData("{\"a\": 1, \"\\u0061\": 2}", "`a` stands twice in one object (line 1, column 10)")]
    [InlineData("{\"x/y~\": [{\"b\": 1, \"b\": 1}]}", "`b` stands twice in one object at /x~1y~0/0 (line 1, column 20)")]
    [InlineData("\"\\ud800\"", "a string holds a lone surrogate or is not UTF-8 (line 1, column 1)")]
    [InlineData("{\"\\udc00\": 1}", "a string holds a lone surrogate or is not UTF-8 (line 1, column 2)")]
    [InlineData("""{"__expr": "1 + 1"}""", "`__expr` is no longer part of Cedar; write `__entity` or `__extn` (line 1, column 1)")]
    [InlineData("""{"__entity": {"type": "if", "id": "x"}}""", "`if` is not an entity type (line 1, column 1)")]
    [InlineData("""{"__entity": {"type": "A :: B", "id": "x"}}""", "`A :: B` is not an entity type (line 1, column 1)")]
    [InlineData("""{"__extn": {"fn": "ip", "arg": "1.2.3"}}""", "`1.2.3` is not an IP address: write IPv4 or IPv6, possibly with a prefix, such as `10.0.0.0/8` or `ffee::/64` (line 1, column 1)")]
    [InlineData("""{"a": {"__extn": {"fn": "unknown", "arg": "x"}}}""", "`unknown` is not an extension function at /a (line 1, column 7)")]
    [InlineData("""{"__extn": {"fn": "ip", "arg": 1}}""", "`ip` does not take `1` (line 1, column 1)")]
    [InlineData("""{"__extn": {"fn": "offset", "arg": "x"}}""", "`offset` takes 2 arguments, not 1 (line 1, column 1)")]
    [InlineData("""{"__extn": {"fn": "offset", "args": [{"__extn": {"fn": "datetime", "arg": "2024-01-01"}}, {"__extn": {"fn": "duration", "arg": "9223372036854775807ms"}}]}}""", "the result of `offset` is out of range (line 1, column 1)")]
    [InlineData("", "the JSON is malformed: the input does not contain any JSON tokens (line 1, column 1)")]
    [InlineData("{\n\"é\": x}", "the JSON is malformed: 'x' is an invalid start of a value (line 2, column 6)")]
    [InlineData("1 2", "the JSON is malformed: '2' is invalid after a single JSON value (line 1, column 3)")]
    [InlineData("[1,]", "the JSON is malformed: the JSON array contains a trailing comma at the end which is not supported in this mode (line 1, column 4)")]
    [InlineData("{\"a\": \"b\"", "the JSON is malformed: expected depth to be zero at the end of the JSON payload (line 1, column 10)")]
    [InlineData("NaN", "the JSON is malformed: 'N' is an invalid start of a value (line 1, column 1)")]
    public void Anything_else_is_refused_with_its_place(string json, string message) =>
        Assert.Equal(message, Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue(json)).Message);

    [Fact]
    public void A_fault_has_a_pointer_a_line_a_column_and_an_offset()
    {
        CedarJsonException fault = Assert.Throws<CedarJsonException>(() => CedarJson.ParseContext("{\n  \"é\": {\"b\": [0, 1.5]}\n}"));
        Assert.Equal(("/é/b/1", 2, 18), (fault.Path, fault.Line, fault.Column));
        Assert.Equal(20, fault.Offset);
    }

    [Fact]
    public void A_text_with_a_lone_surrogate_is_refused_with_its_place() =>
        Assert.Equal("the text holds a lone surrogate (line 2, column 3)", Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue("\n\"a\ud800\"")).Message);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue([(byte)'"', 0xff, (byte)'"']));

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void Deep_nesting_is_refused(int depth)
    {
        Assert.Equal("the JSON is nested more than 128 deep", Cause(new string('[', depth)));
        Assert.Equal("the JSON is nested more than 128 deep", Cause(string.Concat(Enumerable.Repeat("{\"a\":", depth))));

        static string Cause(string json) =>
            Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue(json)).Message.Split(" at ")[0];
    }

    [Fact]
    public void Nesting_is_read_to_the_limit_and_no_deeper()
    {
        CedarJsonOptions options = new() { MaximumDepth = Value.MaximumDepth };
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
        Assert.Equal(Nested(128), CedarJson.ParseValue(Nested(128)).ToString());
        Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue(Nested(129)));
        Assert.Equal(Nested(256), CedarJson.WriteValue(CedarJson.ParseValue(Nested(256), options)));
        Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue(Nested(257), options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarJsonOptions { MaximumDepth = 257 });
    }

    [Fact]
    public void More_bytes_than_the_limit_are_refused()
    {
        CedarJsonOptions options = new() { MaximumBytes = 10 };
        Assert.Equal("\"12345678\"", CedarJson.ParseValue("\"12345678\"", options).ToString());
        Assert.Equal("the JSON is longer than 10 bytes", Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue("\"123456789\"", options)).Message);
        Assert.Throws<CedarJsonException>(() => CedarJson.ParseValue("\"éééé é\"", options));
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("[                    ]"));
        Assert.Throws<CedarJsonException>(() => CedarJson.ParseEntities(stream, options));
    }

    [Fact]
    public void Every_value_is_read_back() => Prop.ForAll(
        AnyValue.Values.Where(v => !v.ToString().Contains("\"__entity\":", StringComparison.Ordinal)).ToArbitrary(),
        value => CedarJson.ParseValue(CedarJson.WriteValue(value)) == value)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_record_with_a_reserved_name_cannot_be_written() =>
        Assert.Equal(
            "a record with the name `__entity` cannot be written as JSON (Parameter 'record')",
            Assert.Throws<ArgumentException>(() => CedarJson.WriteValue(new CedarRecord([new("a", 1), new("__entity", 1)]))).Message);

    [Fact]
    public void Equal_values_are_written_alike() => Assert.Equal(
        """{"a":[1,2,{"__extn":{"fn":"decimal","arg":"1.5"}}],"é":{"__entity":{"type":"User","id":"a\"b"}}}""",
        CedarJson.WriteValue(new CedarRecord([new("é", new EntityUid("User", "a\"b")), new("a", new CedarSet([2, new CedarDecimal(15_000), 1, 2]))])));

    [Theory]
    [InlineData("[]", "a context is an object, and this is an array (line 1, column 1)")]
    [InlineData("3", "a context is an object, and this is a number (line 1, column 1)")]
    [InlineData("""{"__entity": {"type": "User", "id": "alice"}}""", "a context is a record, and this is an escape (line 1, column 1)")]
    public void A_context_is_a_record(string json, string message) =>
        Assert.Equal(message, Assert.Throws<CedarJsonException>(() => CedarJson.ParseContext(json)).Message);

    [Fact]
    public void Mutated_JSON_is_read_or_refused_and_nothing_else_happens()
    {
        const string seed = """[{"uid":{"type":"User","id":"a"},"attrs":{"d":{"__extn":{"fn":"decimal","arg":"1.5"}},"e":{"__entity":{"type":"A","id":"\ud83d\ude00"}},"n":[-1,2]},"parents":[{"type":"G","id":"g"}],"tags":{"t":true}}]""";
        byte[] original = Encoding.UTF8.GetBytes(seed);
        Random random = new(20_240_607);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = [.. original];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                mutated[random.Next(mutated.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : original[random.Next(original.Length)];
            }

            try
            {
                CedarJson.ParseEntities(mutated);
            }
            catch (CedarJsonException fault)
            {
                Assert.True(fault.Line > 0 && fault.Column > 0);
                refused++;
            }
        }

        Assert.InRange(refused, 10_000, 19_999);
    }
}
