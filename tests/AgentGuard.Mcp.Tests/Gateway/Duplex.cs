using System.IO.Pipelines;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>Two ends of a connection in memory: what one end writes, the other reads.</summary>
internal sealed class Duplex
{
    private readonly Pipe _there = new();
    private readonly Pipe _back = new();

    public (Stream Input, Stream Output) Near => (_back.Reader.AsStream(), _there.Writer.AsStream());

    public (Stream Input, Stream Output) Far => (_there.Reader.AsStream(), _back.Writer.AsStream());
}
