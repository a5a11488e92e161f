using System.Reflection;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>Remembers which test is running; stands on the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> Running = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest) => Running.Value = methodUnderTest;

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => Running.Value = null;

    /// <summary>The running test.</summary>
    public static MethodInfo GetMethod() =>
        Running.Value ?? throw new InvalidOperationException("no test is running, or its assembly has no [assembly: UseVerify]");
}
