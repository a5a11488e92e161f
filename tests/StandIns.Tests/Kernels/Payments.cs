using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace StandIns.Tests;

[Description("moves money")]
internal sealed class Payments
{
    public List<string> Paid { get; } = [];

    [KernelFunction("transfer")]
    [Description("pays somebody")]
    public string Transfer([Description("who is paid")] string to, int amount = 5)
    {
        Paid.Add($"{to} {amount}");
        return $"paid {to} {amount}";
    }

    [KernelFunction]
    public async Task<int> BalanceAsync(Kernel kernel, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return kernel is null ? 0 : 42 - Paid.Count;
    }

    [KernelFunction("forget")]
    public void Forget() => Paid.Clear();

    // Found although it is private.
    [KernelFunction("secret")]
    private static string Secret() => "secret";
}
