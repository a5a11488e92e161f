using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Information;

/// <summary>A source of facts that fails, is late or contradicts another denies; it never becomes an absent attribute.</summary>
public sealed class InformationPointTests
{
    // What is absent would permit.
    private const string Policies = "permit (principal, action, resource); forbid (principal is User, action, resource) when { principal has isBlocked && principal.isBlocked };";

    [Theory]
    [InlineData("throws")]
    [InlineData("throws at once")]
    [InlineData("cancels itself")]
    [InlineData("says nothing")]
    public async Task A_point_that_fails_denies(string how)
    {
        using GuardScene scene = With(how switch
        {
            "throws" => async _ =>
            {
                await Task.Yield();
                throw new IOException("secret-host is down");
            },
            "throws at once" => _ => throw new IOException("secret-host is down"),
            "cancels itself" => _ => throw new OperationCanceledException(),
            _ => _ => new ValueTask<PolicyInformation>((PolicyInformation)null!),
        });

        ToolCallOutcome outcome = await scene.InvokeAsync();

        scene.AssertDenied(DenyReasons.InformationFailure, outcome, runsBefore: 0);
        Assert.Equal("Not executed: payments.transfer was denied.", outcome.Text);
    }

    [Fact]
    public async Task A_point_that_is_late_denies_and_is_told_to_stop()
    {
        CancellationToken seen = default;
        using GuardScene scene = With(token =>
        {
            seen = token;
            return new ValueTask<PolicyInformation>(new TaskCompletionSource<PolicyInformation>().Task);
        });

        ValueTask<ToolCallOutcome> call = scene.InvokeAsync();
        scene.Clock.Advance(TimeSpan.FromSeconds(2));

        scene.AssertDenied(DenyReasons.InformationFailure, await call, runsBefore: 0);
        Assert.True(seen.IsCancellationRequested);
    }

    [Fact]
    public async Task Points_that_contradict_each_other_deny()
    {
        using GuardScene scene = With(
            _ => new(PolicyInformation.None.With(User("alice"), "isBlocked", false)),
            _ => new(PolicyInformation.None.With(User("alice"), "isBlocked", true)));

        await scene.AssertDeniedAsync(DenyReasons.InformationFailure);
    }

    [Fact]
    public async Task What_a_point_says_goes_before_what_stands_in_the_bundle()
    {
        using GuardScene scene = With(_ => new(PolicyInformation.None.With(User("alice"), "isBlocked", true)));

        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
    }

    [Theory]
    [InlineData("claims")]
    [InlineData("grants")]
    public void What_only_the_guard_knows_no_point_can_say(string name) =>
        Assert.Throws<ArgumentException>(() => PolicyInformation.None.With(User("alice"), name, true));

    private static GuardScene With(params Func<CancellationToken, ValueTask<PolicyInformation>>[] points) => new(Policies, configure: options =>
    {
        foreach (Func<CancellationToken, ValueTask<PolicyInformation>> point in points)
        {
            options.InformationPoints.Add(new Point(point));
        }
    });

    private sealed class Point(Func<CancellationToken, ValueTask<PolicyInformation>> find) : IPolicyInformationPoint
    {
        public string Name => "directory";

        public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken) => find(cancellationToken);
    }
}
