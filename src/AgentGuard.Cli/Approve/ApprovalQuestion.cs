namespace AgentGuard.Cli;

/// <summary>What somebody asks a gateway about its held calls. Who asks is not in it: the operating system says so.</summary>
/// <param name="Do">One of the constants of this type.</param>
/// <param name="Id">The request; null for a list.</param>
internal sealed record ApprovalQuestion(string Do, string? Id = null)
{
    public const string List = "list";
    public const string Approve = "approve";
    public const string Refuse = "refuse";
}
