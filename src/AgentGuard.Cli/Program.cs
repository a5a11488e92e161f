using AgentGuard.Cli;

return await CommandLine.InvokeAsync(args, CliConsole.Standard).ConfigureAwait(false);
