using System.Globalization;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>Walks through tokens.</summary>
/// <param name="tokens">The tokens, with one for the end.</param>
internal abstract class TemporalTokenReader(IReadOnlyList<TemporalToken> tokens)
{
    // So many of them nested in each other are still a time span.
    private const int MaxDays = 3650;
    private const long SecondsPerDay = 86_400;

    private int _at;

    private protected TemporalToken Current => tokens[_at];

    /// <summary>What has come to its end too early, for messages.</summary>
    private protected abstract string What { get; }

    private protected TemporalToken Take() => tokens[_at++];

    private protected TemporalToken Next(int ahead) => tokens[Math.Min(_at + ahead, tokens.Count - 1)];

    private protected void Skip(int count) => _at += count;

    private protected bool Accept(string text)
    {
        bool isIt = Current.Is(text);
        _at += isIt ? 1 : 0;
        return isIt;
    }

    private protected void Expect(string text)
    {
        if (!Accept(text))
        {
            throw Unexpected($"expected `{text}`");
        }
    }

    private protected string Word() => Current.Kind == TemporalTokenKind.Word ? Take().Text : throw Unexpected("expected a name");

    /// <summary>A number and a unit, in seconds.</summary>
    private protected long Interval()
    {
        TemporalToken number = Current;
        TemporalToken unit = Next(1);
        long seconds = unit.Text switch { "s" => 1, "m" => 60, "h" => 3600, "d" => SecondsPerDay, _ => 0 };
        if (number.Kind != TemporalTokenKind.Integer || seconds == 0 || !long.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count > int.MaxValue)
        {
            throw new TemporalSyntaxException(number.Span, "expected a window", "write a number and a unit: `90s`, `15m`, `24h` or `7d`");
        }

        if (count * seconds > MaxDays * SecondsPerDay)
        {
            throw new TemporalSyntaxException(number.Span, $"a window is longer than {MaxDays} days");
        }

        Skip(2);
        return count * seconds;
    }

    private protected TemporalSyntaxException Unexpected(string? help = null) =>
        new(Current.Span, Current.Kind == TemporalTokenKind.End ? $"{What} ends too early" : Current.Is("let") ? "`let` is gone: write `exists (n: Long). (… == n && …)`" : $"unexpected `{Current.Text}`", help);
}
