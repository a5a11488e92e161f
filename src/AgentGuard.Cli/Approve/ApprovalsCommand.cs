using System.CommandLine;

namespace AgentGuard.Cli;

/// <summary><c>agentguard approvals</c>: shows an approver the calls that wait for him at a gateway, and takes his answer.</summary>
internal static class ApprovalsCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string> socket = new("socket") { Description = "The socket of a gateway that was started with --approvals." };
        Option<string> approve = CommonOptions.Text("--approve", "Say yes to a request.", "id");
        Option<string> refuse = CommonOptions.Text("--refuse", "Say no to a request: the same call is denied until it would have expired.", "id");
        Option<bool> json = CommonOptions.Json();
        ExplainedCommand command = new(
            "approvals", "Shows the calls that wait for your yes at a gateway, and takes it. Who you are says the operating system: nobody approves what is done in his own name.")
        {
            Examples =
            [
                "agentguard approvals /run/agentguard/files.sock",
                "agentguard approvals /run/agentguard/files.sock --approve apr_7QK2M0XW4R",
            ],
        };
        command.Arguments.Add(socket);
        command.Options.Add(approve);
        command.Options.Add(refuse);
        command.Options.Add(json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(approve) is not null && result.GetValue(refuse) is not null)
            {
                result.AddError("`--approve` and `--refuse` exclude each other");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            ApprovalQuestion question = (parsed.GetValue(approve), parsed.GetValue(refuse)) switch
            {
                ({ } id, _) => new ApprovalQuestion(ApprovalQuestion.Approve, id),
                (_, { } id) => new ApprovalQuestion(ApprovalQuestion.Refuse, id),
                _ => new ApprovalQuestion(ApprovalQuestion.List),
            };
            return ApprovalsRun.RunAsync(parsed.GetRequiredValue(socket), question, parsed.GetValue(json), console, cancellationToken);
        });
        return command;
    }
}
