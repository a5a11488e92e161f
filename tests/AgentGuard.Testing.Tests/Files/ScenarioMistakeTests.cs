using static AgentGuard.Testing.Tests.Files.ScenarioFolder;

namespace AgentGuard.Testing.Tests.Files;

/// <summary>What an author gets wrong is told with its place, and with what was meant.</summary>
public sealed class ScenarioMistakeTests
{
    public static TheoryData<string, string[]> Files => new()
    {
        { "", ["scenarios/test.yaml:1:1: error: the file is empty"] },
        { "# nothing yet\n", ["scenarios/test.yaml:1:1: error: the file is empty"] },
        { "- a", ["scenarios/test.yaml:1:1: error: expected an object, found a list"] },
        { "scenario: s\nas: user alice\n", ["scenarios/test.yaml:1:1: error: member `steps` is missing"] },
        { "scenarios: []", ["scenarios/test.yaml:1:12: error: there is no scenario in the list"] },
        {
            "scenario: s\nsteps: []\n",
            [
                "scenarios/test.yaml:1:1: error: member `as` is missing [say who acts: `as: [user alice, agent treasury-bot]`; for nobody, `as: []`]",
                "scenarios/test.yaml:2:8: error: the scenario calls no tool, so it tests nothing",
            ]
        },
        {
            "scenario: s\nas: user alice\nstep: []\n",
            ["scenarios/test.yaml:3:1: error: unknown member `step` [did you mean `steps`?]", "scenarios/test.yaml:1:1: error: member `steps` is missing"]
        },
        {
            "as: user alice\nscenarios:\n- scenario: a\n  steps: [{ call: x.y, expect: denied }]\n- scenario: a\n  steps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:5:13: error: `a` names two scenarios [the other one is in line 3]"]
        },
        {
            "scenario: s\nas: usr alice\nsteps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:2:5: error: `usr alice` does not say who [did you mean `user alice`?]"]
        },
        {
            "scenario: s\nas: [user, group finance]\nsteps: [{ call: x.y, expect: denied }]\n",
            [
                "scenarios/test.yaml:2:6: error: `user` has no name [write it behind a space, as in `user alice`]",
                "scenarios/test.yaml:2:12: error: `Group::\"finance\"` is a group, and a group does not act",
            ]
        },
        {
            "scenario: s\nas: { principal: user alice, asserted: true, claims: { scope: [a] } }\nsteps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:2:54: error: nobody vouches for the claims of a hop that is only asserted"]
        },
        {
            "scenario: s\nas: { principal: agent bot, bounds: permit }\nsteps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:2:37: error: the bounds are not Cedar: expected `(`, found the end of the text [the scope holds `principal`, `action` and `resource`, in this order]"]
        },
        {
            "scenario: s\nas: user alice\nsession: { tenant: acme }\nsteps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:3:12: error: `tenant` would pass for the session's own [write `tenant` beside `session`]"]
        },
        {
            "scenario: s\nas: user alice\nenvironment: { risk: 1.5, deep: [a, { b: null }] }\nsteps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:3:22: error: `1.5` is not an integer; a decimal is written as an `__extn`"]
        },
        {
            "scenario: s\nas: user alice\nfacts: { user alice: { grants: [a] } }\nsteps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:3:24: error: `grants` comes from the guard alone [say `granted` in a step]"]
        },
        {
            "scenario: s\nas: user alice\ntools: { tool: [] }\nsteps: [{ call: x.y, expect: denied }]\n",
            ["scenarios/test.yaml:3:8: error: it has neither `toolsets` nor `tools` [write `tools: { toolsets: { payments: [{ name: transfer, inputSchema: { … } }] } }`]"]
        },
    };

    public static TheoryData<string, string[]> Steps => new()
    {
        { "- says: hello", ["scenarios/test.yaml:4:1: error: the scenario calls no tool, so it tests nothing"] },
        { "- {}\n- call: x.y\n  expect: denied", ["scenarios/test.yaml:4:3: error: the step is empty"] },
        {
            "- cal: payments.transfer\n  expect: denied\n- call: x.y\n  expect: denied",
            ["scenarios/test.yaml:4:3: error: unknown step `cal` [did you mean `call`?]"]
        },
        {
            "- says: hi\n  call: payments.transfer\n- call: x.y\n  expect: denied",
            ["scenarios/test.yaml:5:3: error: a step says one thing, and this one both `says` and `call` [begin another step with a dash]"]
        },
        { "- call: payments.transfer", ["scenarios/test.yaml:4:3: error: member `expect` is missing"] },
        { "- call: .transfer\n  expect: denied", ["scenarios/test.yaml:4:9: error: `.transfer` names no toolset before its dot [write toolset and name, as in `payments.transfer`]"] },
        { "- call: x.y\n  expect: deny", ["scenarios/test.yaml:5:11: error: unknown expectation `deny` [known are `denied`, `failed`, `held`, `permitted`, `withheld`]"] },
        { "- call: x.y\n  expect: permited", ["scenarios/test.yaml:5:11: error: unknown expectation `permited` [did you mean `permitted`?]"] },
        { "- call: x.y\n  expect: denied\n  because: not-permited", ["scenarios/test.yaml:6:12: error: unknown reason `not-permited` [did you mean `not-permitted`?]"] },
        { "- call: x.y\n  expect: held\n  because: forbidden", ["scenarios/test.yaml:6:3: error: `because` says nothing of a call that is held [it goes with `denied`]"] },
        { "- call: x.y\n  expect: permitted\n  by: a", ["scenarios/test.yaml:6:3: error: `by` says nothing of a call that is permitted [it goes with `held`, `denied`]"] },
        { "- call: x.y\n  expect: denied\n  model-reads: a", ["scenarios/test.yaml:6:3: error: `model-reads` says nothing of a call that is denied [it goes with `permitted`]"] },
        { "- call: x.y\n  expect: failed", ["scenarios/test.yaml:5:11: error: a tool fails only where it throws [write what it throws: `throws: the bank is closed`]"] },
        { "- call: x.y\n  returns: a\n  throws: b\n  expect: permitted", ["scenarios/test.yaml:5:12: error: a tool that throws returns nothing"] },
        { "- call: x.y\n  with: [1]\n  expect: denied", ["scenarios/test.yaml:5:9: error: expected an object, found a list"] },
        { "- call: x.y\n  args: {}\n  expect: denied", ["scenarios/test.yaml:5:3: error: unknown member `args` [known are `call`, `with`, `returns`, `throws`, `expect`, `by`, `because`, `model-reads`, `tool-gets`]"] },
        { "- call: x.y\n  expect: denied\n- after: 15 minutes", ["scenarios/test.yaml:6:10: error: `15 minutes` is no time [write quantities with the units d, h, m, s and ms in this order, such as `1d12h`, up to a hundred years]"] },
        { "- call: x.y\n  expect: denied\n- approved: fay", ["scenarios/test.yaml:6:13: error: `fay` does not say who [write `user alice`, or an `agent`, a `service`, a `workload`]"] },
        { "- call: x.y\n  expect: denied\n- granted: g\n  to: user bob", ["scenarios/test.yaml:6:3: error: member `for` is missing"] },
        {
            "- sub-agent: agent clerk\n  step: []",
            ["scenarios/test.yaml:5:3: error: unknown member `step` [did you mean `steps`?]", "scenarios/test.yaml:4:3: error: member `steps` is missing", "scenarios/test.yaml:4:1: error: the scenario calls no tool, so it tests nothing"]
        },
        { "- parallel: [{ call: x.y, expect: denied }]", ["scenarios/test.yaml:4:13: error: one branch alone has nothing beside it [each element of `parallel` is a branch: a step, or a list of steps]"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_mistake_in_a_file_is_told_where_it_stands(string text, string[] expected) => Assert.Equal(string.Join('\n', expected), string.Join('\n', Faults(text)));

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_mistake_in_a_step_is_told_where_it_stands(string steps, string[] expected) => Assert.Equal(string.Join('\n', expected), string.Join('\n', FaultsOfSteps(steps)));

    [Fact]
    public void Json_is_read_by_the_same_reader_and_told_of_alike() =>
        Assert.Equal(
            ["scenarios/test.json:4:16: error: unknown step `cal` [did you mean `call`?]"],
            Faults("{\n  \"scenario\": \"s\",\n  \"as\": \"user alice\",\n  \"steps\": [ { \"cal\": \"x.y\" }, { \"call\": \"x.y\", \"expect\": \"denied\" } ]\n}", "test.json"));

    [Fact]
    public void The_message_shows_the_line()
    {
        using ScenarioFolder folder = new("scenario: s\nas: user alice\nsteps:\n  - call: payments.transfer\n    expct: denied\n");

        Assert.Contains(
            """
            error: unknown member `expct`
             --> scenarios/test.yaml:5:5
              |
            5 |     expct: denied
              |     ^^^^^
              = help: did you mean `expect`?
            """.ReplaceLineEndings("\n"),
            Assert.Throws<ScenarioFileException>(() => folder.Scenarios).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_scenarios_says_what_to_do()
    {
        using TemporaryBundle bundle = new(PermitAll);

        Assert.Equal(
            ["scenarios:1:1: error: there is no scenario beside the policies"],
            Assert.Throws<ScenarioFileException>(() => ScenarioFile.Load(bundle.Path)).Diagnostics.Select(fault => $"{fault}"));
    }

    [Fact]
    public void A_path_that_is_nowhere_is_said_to_be_so()
    {
        Assert.Throws<DirectoryNotFoundException>(() => ScenarioFile.Load("policies/nowhere"));
        Assert.Throws<DirectoryNotFoundException>(() => ScenarioFile.Load(Path.Combine(AppContext.BaseDirectory, "nowhere")));
    }

    [Fact]
    public void All_files_are_looked_through_before_anything_is_refused()
    {
        using ScenarioFolder folder = new("scenario: a\n", "a.yaml");
        folder.Write("scenarios/deep/b.yml", "scenario: b\n");
        folder.Write("definitions.json", "{}");

        Assert.Equal(
            ["definitions.json", "scenarios/a.yaml", "scenarios/deep/b.yml"],
            Assert.Throws<ScenarioFileException>(() => folder.Scenarios).Diagnostics.Select(fault => fault.Source.Name).Distinct());
    }
}
