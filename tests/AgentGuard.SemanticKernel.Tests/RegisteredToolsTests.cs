using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel.Tests;

public sealed class RegisteredToolsTests
{
    private const string Tools = """{ "tools": { "payments.transfer": {} } }""";

    [Fact]
    public void A_kernel_whose_functions_the_policies_do_not_know_is_not_built()
    {
        const string Misspelt = "permit (principal, action == Action::\"payments.trasnfer\", resource);";

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() => new GuardedKernel(AddPayments, Misspelt, Tools));

        Assert.Contains("did you mean `Action::\"payments.transfer\"`?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_whose_functions_the_policies_know_is_built()
    {
        using GuardedKernel kernel = new(AddPayments, "permit (principal, action == Action::\"payments.transfer\", resource);", Tools);

        Assert.True(kernel.Kernel.Plugins.Contains("payments"));
    }

    private static void AddPayments(IKernelBuilder builder) =>
        builder.Plugins.AddFromFunctions("payments", [KernelFunctionFactory.CreateFromMethod((string to, long amount) => $"{amount} to {to}", "transfer")]);
}
