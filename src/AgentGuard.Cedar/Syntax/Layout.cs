namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Text whose lines can be broken in places. The places of a group break together, or not at all where the group fits into its line;
/// a group that holds a comment or the end of a line is broken.
/// </summary>
internal sealed class Layout
{
    private readonly List<LayoutOp> _ops = [];
    private readonly List<(int Start, int End)> _groups = [];

    /// <summary>Where the next step will be.</summary>
    public int Count => _ops.Count;

    public void Add(LayoutOpKind kind) => _ops.Add(new LayoutOp(kind));

    public void AddText(string text) => _ops.Add(new LayoutOp(text.Contains('\n', StringComparison.Ordinal) ? LayoutOpKind.LongText : LayoutOpKind.Text, text));

    public void AddComment(string comment, bool isTrailing) =>
        _ops.Add(new LayoutOp(isTrailing ? LayoutOpKind.TrailingComment : LayoutOpKind.LeadingComment, comment));

    /// <summary>Makes a group of the steps from one on. Those inside come before those around them.</summary>
    public void Group(int start) => _groups.Add((start, _ops.Count));

    public string Print(CedarFormatterOptions options)
    {
        LayoutPrinter printer = new(options);
        int[] widths = Widths();
        int[] breaks = Breaks();
        int[] forced = Forced();
        int[] starts = Starts(out int[] nextAtStart);
        Stack<(int End, bool IsFlat)> open = [];
        for (int i = 0; i < _ops.Count; i++)
        {
            while (open.TryPeek(out (int End, bool IsFlat) last) && last.End == i)
            {
                open.Pop();
            }

            bool isFlat = open.Count > 0 && open.Peek().IsFlat;
            for (int group = starts[i]; group >= 0; group = nextAtStart[group])
            {
                int end = _groups[group].End;
                isFlat = isFlat || (forced[end] == forced[i] && printer.Fits(widths[breaks[end]] - widths[i]));
                open.Push((end, isFlat));
            }

            printer.Print(_ops[i], isFlat, widths[breaks[i + 1]] - widths[i + 1]);
        }

        return printer.Finish();
    }

    /// <summary>How much stands before each step, as if nothing were broken.</summary>
    private int[] Widths()
    {
        int[] widths = new int[_ops.Count + 1];
        for (int i = 0; i < _ops.Count; i++)
        {
            widths[i + 1] = widths[i] + _ops[i].Kind switch
            {
                LayoutOpKind.Text => _ops[i].Text!.Length,
                LayoutOpKind.Space or LayoutOpKind.Line => 1,
                _ => 0,
            };
        }

        return widths;
    }

    /// <summary>The first step from each on at which a line may end.</summary>
    private int[] Breaks()
    {
        int[] breaks = new int[_ops.Count + 1];
        breaks[^1] = _ops.Count;
        for (int i = _ops.Count - 1; i >= 0; i--)
        {
            breaks[i] = _ops[i].Kind >= LayoutOpKind.Line ? i : breaks[i + 1];
        }

        return breaks;
    }

    /// <summary>How many steps before each end a line whatever its width.</summary>
    private int[] Forced()
    {
        int[] forced = new int[_ops.Count + 1];
        for (int i = 0; i < _ops.Count; i++)
        {
            forced[i + 1] = forced[i] + (_ops[i].Kind >= LayoutOpKind.NewLine ? 1 : 0);
        }

        return forced;
    }

    /// <summary>The outermost group that starts at each step, and behind each group the next one inwards that starts there too; -1 for none.</summary>
    private int[] Starts(out int[] nextAtStart)
    {
        int[] starts = new int[_ops.Count + 1];
        Array.Fill(starts, -1);
        nextAtStart = new int[_groups.Count];
        for (int group = 0; group < _groups.Count; group++)
        {
            nextAtStart[group] = starts[_groups[group].Start];
            starts[_groups[group].Start] = group;
        }

        return starts;
    }
}
