using System.Text;

namespace AgentGuard.Testing;

/// <summary>What happened in a scenario, for people and for snapshots: no ids, no dates, no paths.</summary>
public sealed class ScenarioTranscript
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<string> _approvals = [];

    /// <summary>The lines so far.</summary>
    /// <returns>The transcript.</returns>
    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString().TrimEnd('\n');
        }
    }

    internal void Write(string what, string text)
    {
        lock (_lock)
        {
            _text.Append($"{what} ".PadRight(10));
            foreach ((int index, string line) in text.Split('\n').Index())
            {
                // What a tool returns is printed in terminals: it moves no cursor there.
                _text.Append(index == 0 ? "" : "\n          ").Append(VisibleText.Of(line));
            }

            _text.Append('\n');
        }
    }

    /// <summary>Requests for a yes are numbered in the order in which they were made.</summary>
    internal string WithoutIds(string text, ApprovalRequest? approval)
    {
        if (approval is null)
        {
            return text;
        }

        lock (_lock)
        {
            int index = _approvals.IndexOf(approval.Id);
            if (index < 0)
            {
                index = _approvals.Count;
                _approvals.Add(approval.Id);
            }

            return text.Replace(approval.Id, $"apr_{index + 1}", StringComparison.Ordinal);
        }
    }
}
