namespace AgentGuard.Mcp;

/// <summary>How much a gateway takes from a client or a server, and how long it waits. What is over a limit is answered with an error; the gateway goes on.</summary>
public sealed class McpGatewayLimits
{
    /// <summary>The longest message, in bytes of JSON, from 64 KiB to 1 GiB. Default 16 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public int MaxMessageBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 64 * 1024);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024 * 1024 * 1024);
            field = value;
        }
    } = 16 * 1024 * 1024;

    /// <summary>How many requests of one client may be unanswered at a time, at least 1. Default 512.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public int MaxRequests { get; set => field = AtLeastOne(value); } = 512;

    /// <summary>How many requests of one server may be unanswered at a time, at least 1. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public int MaxServerRequests { get; set => field = AtLeastOne(value); } = 32;

    /// <summary>How many tools, prompts, resources and templates of one server are taken, of each kind, at least 1. Default 2,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public int MaxListed { get; set => field = AtLeastOne(value); } = 2000;

    /// <summary>How long a server may take to be there and to say what it has, above zero. Default 60 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public TimeSpan ConnectTimeout { get; set => field = Positive(value); } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a server may be silent about a request, above zero: its progress starts the time anew, and no time passes while it waits for the client's user.
    /// Default 5 minutes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public TimeSpan RequestTimeout { get; set => field = Positive(value); } = TimeSpan.FromMinutes(5);

    /// <summary>How long calls that run may go on when the client has closed its connection, above zero. Default 5 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public TimeSpan ClosingTimeout { get; set => field = Positive(value); } = TimeSpan.FromSeconds(5);

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }

    private static TimeSpan Positive(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        return value;
    }
}
