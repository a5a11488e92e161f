using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AgentGuard.Tests.Requests;

public sealed partial class ToolArgumentsOfValuesTests
{
    private enum Colour
    {
        Red,
    }

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { true, "true" },
        { "a\"é\n", "\"a\\\"é\\n\"" },
        { 'x', "\"x\"" },
        { (byte)1, "1" },
        { (short)-2, "-2" },
        { 3, "3" },
        { 4u, "4" },
        { 5L, "5" },
        { 6ul, "6" },
        { 7.5, "7.5" },
        { 0.1f, "0.1" },
        { 100.0, "100" },
        { 12.50m, "12.50" },
        { Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), "\"0f8fad5b-d9cb-469f-a165-70867728950e\"" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "\"2026-01-02T03:04:05Z\"" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), "\"2026-01-02T03:04:05+01:00\"" },
        { new DateOnly(2026, 1, 2), "\"2026-01-02\"" },
        { new TimeOnly(3, 4, 5), "\"03:04:05.0000000\"" },
        { TimeSpan.FromMinutes(90), "\"01:30:00\"" },
        { new Uri("https://a.example/b"), "\"https://a.example/b\"" },
        { Colour.Red, "\"Red\"" },
        { new byte[] { 1, 2 }, "\"AQI=\"" },
        { new ReadOnlyMemory<byte>([1, 2]), "\"AQI=\"" },
        { Json.Of("""{ "x": 1.0 }"""), """{ "x": 1.0 }""" },
        { JsonDocument.Parse("[1]"), "[1]" },
        { JsonNode.Parse("""{"x":[1,null,"é"]}"""), """{"x":[1,null,"é"]}""" },
        { new JsonObject { ["x"] = 1, ["y"] = new JsonArray("a", Guid.Empty) }, """{"x":1,"y":["a","00000000-0000-0000-0000-000000000000"]}""" },
        { new Dictionary<string, object?> { ["x"] = 1 }, """{"x":1}""" },
        { new Dictionary<string, string?> { ["x"] = null }, """{"x":null}""" },
        { new Dictionary<string, JsonElement> { ["x"] = Json.Of("1") }, """{"x":1}""" },
        { new Dictionary<string, int> { ["x"] = 1 }, """{"x":1}""" },
        { new Hashtable { ["x"] = 1 }, """{"x":1}""" },
        { new GenericOnly { ["x"] = 1 }, """{"x":1}""" },
        { new[] { 1, 2 }, "[1,2]" },
        { new List<object?> { "a", null, new[] { true } }, """["a",null,[true]]""" },
        { new HashSet<string> { "a" }, """["a"]""" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void A_value_of_a_known_type_is_written_as_json(object? value, string json)
    {
        ToolArguments arguments = Of(value);

        Assert.Null(arguments.Error);
        Assert.Equal($"{{\"v\":{json}}}", arguments.Json.GetRawText());
    }

    [SkippableTheory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void No_culture_changes_what_is_written(string culture)
    {
        object?[] values = [-1234567.5, -1.5m, 0.1f, -7, new DateTime(2026, 1, 2, 3, 4, 5), new DateOnly(2026, 1, 2), new TimeOnly(3, 4), TimeSpan.FromDays(-1.5)];

        string json = Cultures.In(culture, () => Of(values)).Json.GetRawText();

        Assert.Equal("""{"v":[-1234567.5,-1.5,0.1,-7,"2026-01-02T03:04:05","2026-01-02","03:04:00.0000000","-1.12:00:00"]}""", json);
    }

    public static TheoryData<object, string> Refused => new()
    {
        { double.NaN, "a number is not finite, or of a type that JSON has no form for" },
        { double.PositiveInfinity, "a number is not finite, or of a type that JSON has no form for" },
        { float.NegativeInfinity, "a number is not finite, or of a type that JSON has no form for" },
        { JsonValue.Create(double.NaN), "a number is not finite, or of a type that JSON has no form for" },
        { -0.0, "`/v`: canonical JSON (RFC 8785) would change this number" },
        { 9007199254740993L, "`/v`: canonical JSON (RFC 8785) would change this number" },
        { ulong.MaxValue, "`/v`: canonical JSON (RFC 8785) would change this number" },
        { 0.10000000000000000001m, "`/v`: canonical JSON (RFC 8785) would change this number" },
        { Json.Of("1e999"), "`/v`: canonical JSON (RFC 8785) would change this number" },
        { Json.Of("""{"a":1,"\u0061":2}"""), "`/v/a`: this name stands twice in one object" },
        { Json.Of("\"\\ud800\""), "`/v`: a text holds a lone surrogate" },
        { default(JsonElement), "a JsonElement has no value" },
        { "\uD800", "a text holds a lone surrogate" },
        { '\uDC00', "a text holds a lone surrogate" },
        { JsonValue.Create("\uD800"), "a text holds a lone surrogate" },
        { new Dictionary<string, object?> { ["\uD800"] = 1 }, "a text holds a lone surrogate" },
        { new Hashtable { [1] = 1 }, "a name is not text" },
        { new object(), "a value has no form in JSON without options that say how" },
        { new Payee("DE02"), "a value has no form in JSON without options that say how" },
        { new Payee[] { new("DE02") }, "a value has no form in JSON without options that say how" },
        { new NeverEnding(), "the arguments have more than 1048576 bytes" },
        { new Broken(), "reading the arguments failed" },
        { new string('x', 2_000_000), "the arguments have more than 1048576 bytes" },
        { new byte[2_000_000], "the arguments have more than 1048576 bytes" },
        { Itself(), "the arguments are nested deeper than 64 levels" },
        { Disposed(), "reading the arguments failed" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Anything_else_has_an_error_and_nothing_is_thrown(object value, string error) => Assert.Equal(error, Of(value).Error);

    [Fact]
    public void A_list_that_holds_itself_many_times_has_an_error_soon()
    {
        List<object?> list = [];
        list.AddRange(Enumerable.Repeat(list, 100));

        Assert.Equal("the arguments are nested deeper than 64 levels", Of(list).Error);
    }

    [Fact]
    public void A_name_that_a_sequence_gives_twice_has_an_error() =>
        Assert.Equal("`/to`: this name stands twice in one object", ToolArguments.From([new("to", "a"), new("to", "b")]).Error);

    [Fact]
    public void Ten_thousand_levels_of_lists_have_an_error()
    {
        object? value = null;
        for (int i = 0; i < 10_000; i++)
        {
            value = new object?[] { value };
        }

        Assert.Equal("the arguments are nested deeper than 64 levels", Of(value).Error);
    }

    [Fact]
    public void A_dictionary_that_is_one_by_its_generic_interface_only_is_seen_whole()
    {
        // As agent frameworks have it: `is IDictionary` is false for it.
        GenericOnly arguments = new() { ["to"] = "DE02", ["amount"] = 2500 };

        Assert.False((object)arguments is IDictionary);
        Assert.Equal("""{"to":"DE02","amount":2500}""", ToolArguments.From(arguments).Json.GetRawText());
    }

    [Fact]
    public void Values_that_change_afterwards_change_nothing()
    {
        List<object?> recipients = ["alice@example.com"];
        JsonObject options = new() { ["urgent"] = false };
        Dictionary<string, object?> live = new() { ["to"] = recipients, ["options"] = options, ["amount"] = 1 };
        ToolArguments arguments = ToolArguments.From(live);

        recipients[0] = "mallory@example.com";
        options["urgent"] = true;
        live["amount"] = 1_000_000;
        live["extra"] = "x";

        Assert.Equal("""{"to":["alice@example.com"],"options":{"urgent":false},"amount":1}""", arguments.Json.GetRawText());
    }

    [Fact]
    public void A_disposed_document_leaves_the_snapshot_alone()
    {
        JsonDocument document = JsonDocument.Parse("""{"a":{"b":1}}""");
        ToolArguments arguments = Of(document.RootElement);

        document.Dispose();

        Assert.Equal("""{"v":{"a":{"b":1}}}""", arguments.Json.GetRawText());
    }

    [Fact]
    public void Options_say_how_other_types_and_enums_are_written()
    {
        ToolArguments arguments = ToolArguments.From([new("payee", new Payee("DE02")), new("colour", Shade.Dark)], PayeeJson.Default.Options);

        Assert.Equal("""{"payee":{"account":"DE02"},"colour":1}""", arguments.Json.GetRawText());
    }

    [Fact]
    public void Options_without_metadata_for_a_type_are_no_reason_to_reflect()
    {
        JsonSerializerOptions options = new() { TypeInfoResolver = JsonTypeInfoResolver.Combine() };

        Assert.Equal("a value has no form in JSON without options that say how", ToolArguments.From([new("v", new Payee("DE02"))], options).Error);
    }

    [Fact]
    public void A_number_in_text_stays_text() => Assert.Equal("""{"v":"2500"}""", Of("2500").Json.GetRawText());

    private static ToolArguments Of(object? value) => ToolArguments.From([new("v", value)]);

    private static List<object?> Itself()
    {
        List<object?> list = [];
        list.Add(list);
        return list;
    }

    private static JsonElement Disposed()
    {
        using JsonDocument document = JsonDocument.Parse("[1]");
        return document.RootElement;
    }

    internal enum Shade
    {
        Light,
        Dark,
    }

    internal sealed record Payee(string Account);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Payee))]
    [JsonSerializable(typeof(Shade))]
    private sealed partial class PayeeJson : JsonSerializerContext;

    private sealed class NeverEnding : IEnumerable
    {
        public IEnumerator GetEnumerator()
        {
            while (true)
            {
                yield return 1;
            }
        }
    }

    private sealed class Broken : IEnumerable
    {
        public IEnumerator GetEnumerator()
        {
            yield return 1;
            throw new InvalidOperationException("Collection was modified");
        }
    }

    private sealed class GenericOnly : IDictionary<string, object?>
    {
        private readonly Dictionary<string, object?> _inner = [];

        public ICollection<string> Keys => _inner.Keys;

        public ICollection<object?> Values => _inner.Values;

        public int Count => _inner.Count;

        public bool IsReadOnly => false;

        public object? this[string key]
        {
            get => _inner[key];
            set => _inner[key] = value;
        }

        public void Add(string key, object? value) => _inner.Add(key, value);

        public void Add(KeyValuePair<string, object?> item) => _inner.Add(item.Key, item.Value);

        public void Clear() => _inner.Clear();

        public bool Contains(KeyValuePair<string, object?> item) => _inner.Contains(item);

        public bool ContainsKey(string key) => _inner.ContainsKey(key);

        public void CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) => ((IDictionary<string, object?>)_inner).CopyTo(array, arrayIndex);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _inner.GetEnumerator();

        public bool Remove(string key) => _inner.Remove(key);

        public bool Remove(KeyValuePair<string, object?> item) => _inner.Remove(item.Key);

        public bool TryGetValue(string key, out object? value) => _inner.TryGetValue(key, out value);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
