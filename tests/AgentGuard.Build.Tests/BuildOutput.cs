namespace AgentGuard.Build.Tests;

/// <summary>What a dotnet command said.</summary>
internal sealed record BuildOutput(int ExitCode, string Text)
{
    public BuildOutput Succeeded()
    {
        Assert.True(ExitCode == 0, Text);
        return this;
    }

    public BuildOutput FailedWith(string code)
    {
        Assert.True(ExitCode != 0, Text);
        Assert.Contains($"error {code}", Text, StringComparison.Ordinal);
        return this;
    }
}
