using System.Text.Json;

namespace AgentGuard.Testing.Tests.Files;

/// <summary>What editors complete is what the reader reads.</summary>
public sealed class ScenarioSchemaTests
{
    private static readonly JsonElement s_schema = JsonElement.Parse(File.ReadAllText(Path.Combine(Root.Path, "docs", "scenario.schema.json")));

    public static TheoryData<string> Files => new(Directory
        .EnumerateFiles(Root.Path, "*", new EnumerationOptions { RecurseSubdirectories = true })
        .Select(file => Path.GetRelativePath(Root.Path, file).Replace('\\', '/'))
        .Where(file => file.Contains($"/{ScenarioFile.FolderName}/", StringComparison.Ordinal) && Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
        .Where(file => file.Split('/')[0] is "policies" or "samples" && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_file_of_the_repository_can_be_read(string file) => Assert.NotEmpty(ScenarioFile.Load(Path.Combine(Root.Path, file)));

    [Fact]
    public void A_file_has_the_members_that_the_schema_names() =>
        Assert.Equal(Sorted([.. ScenarioWords.OfSingle, .. ScenarioWords.OfList]), Members(s_schema));

    [Fact]
    public void A_scenario_has_the_members_that_the_schema_names() =>
        Assert.Equal(Sorted(ScenarioWords.OfScenario), Members(Definition("scenario")));

    [Fact]
    public void A_hop_has_the_members_that_the_schema_names() =>
        Assert.Equal(Sorted(ScenarioWords.OfHop), Members(Definition("hop").GetProperty("anyOf")[1]));

    [Fact]
    public void A_step_has_the_members_that_the_schema_names() =>
        Assert.Equal(
            ScenarioWords.OfStep.Select(step => $"{step.Key}: {string.Join(", ", Sorted([step.Key, .. step.Value]))}"),
            Definition("step").GetProperty("anyOf").EnumerateArray().Select(step => $"{step.GetProperty("required")[0]}: {string.Join(", ", Members(step))}"));

    [Fact]
    public void Nothing_else_is_allowed_where_the_reader_refuses_it()
    {
        JsonElement[] closed = [s_schema, Definition("scenario"), Definition("hop").GetProperty("anyOf")[1], .. Definition("step").GetProperty("anyOf").EnumerateArray()];

        Assert.All(closed, part => Assert.False(part.GetProperty("additionalProperties").GetBoolean()));
    }

    [Fact]
    public void Words_to_choose_from_are_the_same()
    {
        JsonElement call = Definition("step").GetProperty("anyOf").EnumerateArray().Single(step => step.GetProperty("required")[0].GetString() == ScenarioWords.Call).GetProperty("properties");

        Assert.Equal(ScenarioWords.Expectations.Keys, Words(call.GetProperty(ScenarioWords.Expect)));
        Assert.Equal(
            typeof(DenyReasons).GetFields().Select(field => (string)field.GetRawConstantValue()!),
            Words(call.GetProperty(ScenarioWords.Because)));

        static IEnumerable<string> Words(JsonElement choice) => choice.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);
    }

    private static JsonElement Definition(string name) => s_schema.GetProperty("definitions").GetProperty(name);

    private static string[] Members(JsonElement schema) => Sorted(schema.GetProperty("properties").EnumerateObject().Select(member => member.Name));

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
