using Microsoft.Extensions.Options;

namespace AgentGuard;

/// <summary>Refuses options that are out of their range when the host starts.</summary>
internal sealed class AgentGuardOptionsValidator : IValidateOptions<AgentGuardOptions>
{
    private const int MaxChainDepth = 64;

    public ValidateOptionsResult Validate(string? name, AgentGuardOptions options) =>
        Check(options) is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    public static IReadOnlyList<string> Check(AgentGuardOptions options)
    {
        List<string> faults = [];
        Require(!string.IsNullOrWhiteSpace(options.PolicyPath), "PolicyPath is empty: name the folder of the policies");
        Require(options.MaxChainDepth is >= 1 and <= MaxChainDepth, $"MaxChainDepth is {options.MaxChainDepth}: it goes from 1 to {MaxChainDepth}");
        Require(options.MaxArgumentBytes is >= 1 and <= ToolArguments.DefaultMaxBytes, $"MaxArgumentBytes is {options.MaxArgumentBytes}: it goes from 1 to {ToolArguments.DefaultMaxBytes}");
        Require(IsTimeSpan(options.InformationTimeout), $"InformationTimeout is {options.InformationTimeout}: it is above zero and at most a day");
        Require(options.ApprovalLifetime > TimeSpan.Zero, $"ApprovalLifetime is {options.ApprovalLifetime}: it is above zero");
        Require(options.HoldSessionAfterRefusals is null or >= 1, $"HoldSessionAfterRefusals is {options.HoldSessionAfterRefusals}: it is at least 1, or null for never");
        Require(options.TimeProvider is not null, "TimeProvider is null");
        return faults;

        void Require(bool condition, string fault)
        {
            if (!condition)
            {
                faults.Add(fault);
            }
        }
    }

    private static bool IsTimeSpan(TimeSpan span) => span > TimeSpan.Zero && span <= TimeSpan.FromDays(1);
}
