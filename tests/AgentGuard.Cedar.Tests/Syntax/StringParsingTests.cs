using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

public sealed class StringParsingTests
{
    [Theory]
    [InlineData(@"\n\r\t\\\0\'\""", "\n\r\t\\\0'\"")]
    [InlineData(@"\x41\x7f\x00", "A\u007f\0")]
    [InlineData(@"\u{41}\u{0}\u{1F600}\u{10ffff}", "A\0😀\U0010ffff")]
    [InlineData(@"\u{0_0_4_1}\u{4_}", "A\u0004")]
    [InlineData("a\nb\tc", "a\nb\tc")]
    [InlineData("// no comment", "// no comment")]
    [InlineData("é漢😀", "é漢😀")]
    public void Every_escape_is_what_it_is_in_Rust(string body, string value)
    {
        LiteralExpression literal = Assert.IsType<LiteralExpression>(CedarParser.ParseExpression(new SourceText($"\"{body}\"")));

        Assert.Equal(value, literal.Value.AsString);
    }

    [Theory]
    [InlineData(@"\q")]
    [InlineData(@"\😀")]
    [InlineData(@"\*")]
    [InlineData(@"\x80")]
    [InlineData(@"\x4")]
    [InlineData(@"\x4g")]
    [InlineData(@"\u41")]
    [InlineData(@"\u{}")]
    [InlineData(@"\u{_1}")]
    [InlineData(@"\u{0000001}")]
    [InlineData(@"\u{110000}")]
    [InlineData(@"\u{d800}")]
    [InlineData(@"\u{41")]
    [InlineData(@"\u{4g}")]
    [InlineData("a\rb")]
    [InlineData("a\r\nb")]
    [InlineData("a\\\nb")]
    public void What_is_no_escape_in_Rust_is_none_here(string body)
    {
        Assert.NotEmpty(Parse.ExpressionErrors($"\"{body}\""));
        Assert.NotEmpty(Parse.ExpressionErrors($"\"\" like \"{body.Replace(@"\*", @"\%", StringComparison.Ordinal)}\""));
    }

    [Fact]
    public void Each_wrong_escape_is_reported_with_its_own_place()
    {
        SourceText source = new(@"""ab\q\xFF""");

        Assert.False(CedarParser.TryParseExpression(source, out _, out IReadOnlyList<Diagnostic> diagnostics));

        Assert.Equal(
            [@"3+2 `\q` is not a valid escape", @"5+4 `\xFF` is not a valid escape"],
            diagnostics.Select(diagnostic => $"{diagnostic.Span.Start}+{diagnostic.Span.Length} {diagnostic.Message}"));
    }

    [Fact]
    public void A_lone_surrogate_is_an_error_wherever_it_stands()
    {
        // Not inline data: attributes hold UTF-8, which has no surrogates.
        foreach (string text in (string[])["\ud83d", "\"\udc00\"", "// \ud83d comment\n1", "1 \udc00\ud83d"])
        {
            Assert.Equal(["the text holds a lone surrogate"], Parse.ExpressionErrors(text));
        }
    }

    [Theory]
    [InlineData(" \t\r\n\v\f\u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000")]
    [InlineData("// comment\n")]
    [InlineData("// comment\r// another\r\n//\n")]
    public void Unicode_white_space_and_comments_stand_between_tokens(string trivia) =>
        Assert.Equal("(Add 1 2)", Parse.Expression($"1{trivia}+{trivia}2{trivia}"));

    [Theory]
    [InlineData("\ufeff1")]
    [InlineData("1\u200b")]
    [InlineData("1 # comment")]
    [InlineData("'a'")]
    [InlineData("é")]
    [InlineData("\0")]
    public void Other_characters_are_no_tokens(string text) => Assert.StartsWith("invalid character", Parse.ExpressionErrors(text)[0], StringComparison.Ordinal);
}
