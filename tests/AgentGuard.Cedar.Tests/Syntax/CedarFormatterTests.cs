using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Formatting moves white space: the policies, the comments and their places stay, and a second time changes nothing.</summary>
public sealed class CedarFormatterTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "", "" },
        { " \n// nothing but this \t\n\n\n  // and this", "// nothing but this\n\n// and this\n" },
        {
            "// a\r\n\r\n\r\n//b\r\n// c\r\n\r\npermit (principal, action, resource);\r\n\r\n// d\r\n@id(\"e\")\r\n\r\n// f\r\n\r\n// g\r\npermit (principal, action, resource);\r\n// h\r\n\r\n// i",
            """
            // a

            //b
            // c

            permit (principal, action, resource);

            // d
            @id("e")
            // f
            // g
            permit (principal, action, resource);
            // h

            // i

            """
        },
        { "permit(principal,action,resource);", "permit (principal, action, resource);\n" },
        { "permit\n(\nprincipal,\n\naction,resource,)\n;\n\n\n", "permit (principal, action, resource,);\n" },
        {
            "// first\n@id(\"a\")@flag permit(principal==User::\"a\",action in[Action::\"x\",Action::\"y\"],resource is File in?resource)when{context.a==1}unless{!principal.b};//end\nforbid(principal,action,resource);// last\n// file",
            """
            // first
            @id("a")
            @flag
            permit (
              principal == User::"a",
              action in [Action::"x", Action::"y"],
              resource is File in ?resource
            )
            when { context.a == 1 }
            unless { !principal.b }; //end

            forbid (principal, action, resource); // last
            // file

            """
        },
        {
            "permit(principal,action,resource)when{principal.department==resource.department&&principal.level>=resource.level||context.mfa==true&&[\"a\",\"b\"].contains(context.zone)};",
            """
            permit (principal, action, resource)
            when
            {
              principal.department == resource.department &&
              principal.level >= resource.level ||
              context.mfa == true && ["a", "b"].contains(context.zone)
            };

            """
        },
        {
            "permit(principal,action,resource)when{{a:1,\"b\":[],c:{}}has a.b.c&&(if principal is A::User then\"x\"like\"*x*\"else-1+ - 2*3<(4))};",
            """
            permit (principal, action, resource)
            when
            {
              { a: 1, "b": [], c: {} } has a.b.c &&
              (if principal is A::User then "x" like "*x*" else -1 + -2 * 3 < (4))
            };

            """
        },
        {
            "permit(principal,action,resource)when{resource.configuration == {organization:principal.owner.organization,line:principal.serviceLine,location:[\"north\",\"south\"]}};",
            """
            permit (principal, action, resource)
            when
            {
              resource.configuration ==
                {
                  organization: principal.owner.organization,
                  line: principal.serviceLine,
                  location: ["north", "south"]
                }
            };

            """
        },
        {
            "permit(principal,action,resource)when{if context.environment.network.isTrusted then principal.clearance > 3 else principal.clearance > 5 && context has approvals};",
            """
            permit (principal, action, resource)
            when
            {
              if
                context.environment.network.isTrusted
              then
                principal.clearance > 3
              else
                principal.clearance > 5 && context has approvals
            };

            """
        },
        {
            "permit(principal,action,resource)when{principal.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.ccccccccccccccccccccccc.containsAll([context.d])};",
            """
            permit (principal, action, resource)
            when
            {
              principal.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                .ccccccccccccccccccccccc.containsAll([context.d])
            };

            """
        },
        {
            """
            permit // a
            // b
            ( // c
              principal // d
              == // e
              User // f
              :: // g
              "x" // h
              , action, // i
              resource
              // j
            ) // k
            when // l
            { // m
              // n
              principal.x // o
              == // p
              ! // q
              true // r
            } // s
            // t
            ; // u
            """,
            """
            permit // a
            // b
            ( // c
              principal // d
                == // e
                User // f
                :: // g
                "x" // h
              ,
              action, // i
              resource
            // j
            ) // k
            when // l
            { // m
              // n
              principal.x // o
                == // p
                ! // q
                true // r
            } // s
            // t
            ; // u

            """
        },
        {
            "permit(principal,action,resource)when{principal == resource && // keeps\nprincipal.x == resource.x // this too\n};",
            """
            permit (principal, action, resource)
            when
            {
              principal == resource && // keeps
              principal.x == resource.x // this too
            };

            """
        },
        {
            "permit(principal,action,resource)when{context.text==\"one\n  two\"};",
            "permit (principal, action, resource)\nwhen\n{\n  context.text ==\n    \"one\n  two\"\n};\n"
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_laid_out(string text, string formatted)
    {
        Assert.Equal(formatted, CedarFormatter.Format(new SourceText(text)));
        AssertKept(text, CedarFormatterOptions.Default);
    }

    [Fact]
    public void Widths_can_be_chosen() =>
        Assert.Equal(
            """
            permit (
                principal,
                action,
                resource
            )
            when
            {
                context.a &&
                context.b
            };

            """,
            CedarFormatter.Format(new SourceText("permit(principal,action,resource)when{context.a&&context.b};"), new CedarFormatterOptions { LineWidth = 20, IndentWidth = 4 }));

    [Fact]
    public void A_text_that_is_not_Cedar_comes_back_as_the_parsers_errors()
    {
        SourceText source = new("permit (principal, action, resource) when { a || b };", "p.cedar");

        Assert.False(CedarFormatter.TryFormat(source, out string? text, out IReadOnlyList<Diagnostic> diagnostics));

        Assert.Null(text);
        Assert.Equal(["invalid variable `a`", "invalid variable `b`"], diagnostics.Select(diagnostic => diagnostic.Message));
        Assert.Equal("p.cedar:1:45: error: invalid variable `a`", Assert.Throws<CedarSyntaxException>(() => CedarFormatter.Format(source)).Message);
    }

    [SkippableFact]
    public void Every_policy_of_the_corpus_is_kept()
    {
        foreach ((string _, string text) in PolicyCorpus.Texts())
        {
            AssertKept(text, CedarFormatterOptions.Default);
        }
    }

    [SkippableTheory]
    [InlineData(41)]
    [InlineData(42)]
    public void Comments_keep_their_places_wherever_they_stand(int seed)
    {
        (string Id, string Text)[] texts = PolicyCorpus.Texts();
        Random random = new(seed);
        for (int i = 0; i < 1_500; i++)
        {
            string text = CommentedText.Of(texts[random.Next(texts.Length)].Text, random, rarity: random.Next(1, 20));

            AssertKept(text, new CedarFormatterOptions { LineWidth = random.Next(1, 120), IndentWidth = random.Next(5) });
        }
    }

    [Theory]
    [InlineData(43)]
    [InlineData(44)]
    public void Generated_expressions_are_kept(int seed)
    {
        Random random = new(seed);
        AnyExpression any = new(random);
        for (int i = 0; i < 3_000; i++)
        {
            string text = $"permit (principal, action, resource) when {{ {CedarPrinter.Print(any.Next(depth: 5))} }};";

            AssertKept(CommentedText.Of(text, random, rarity: random.Next(1, 20)), new CedarFormatterOptions { LineWidth = random.Next(1, 120), IndentWidth = random.Next(5) });
        }
    }

    [Theory]
    [InlineData("(", "1", ")", 180)]
    [InlineData("[1,", "1", "]", 180)]
    [InlineData("{a: ", "1", "}", 180)]
    [InlineData("if true then 1 else ", "1", "", 180)]
    [InlineData("", "true", " && true", 400)]
    [InlineData("", "principal", ".aaaaaaaaaaaa", 400)]
    [InlineData("", "principal", ".contains(1)", 400)]
    public void Deep_text_is_formatted_on_a_small_stack_and_grows_by_a_bounded_amount(string open, string core, string close, int levels)
    {
        string text = $"permit (principal, action, resource) when {{ {string.Concat(Enumerable.Repeat(open, levels))}{core}{string.Concat(Enumerable.Repeat(close, levels))} }};";

        string formatted = SmallStack.Run(() => CedarFormatter.Format(new SourceText(text), new CedarFormatterOptions { IndentWidth = 16 }));

        Assert.InRange(formatted.Length, text.Length, text.Length * 50);
        AssertKept(text, CedarFormatterOptions.Default);
    }

    [Fact]
    public void A_small_stack_is_a_diagnostic()
    {
        string text = $"permit (principal, action, resource) when {{ {new string('(', 190)}1{new string(')', 190)} }};";

        bool[] outcomes = [.. Enumerable.Range(10, 30).Select(size => SmallStack.Run(
            () => CedarFormatter.TryFormat(new SourceText(text), out _, out IReadOnlyList<Diagnostic> diagnostics)
                || diagnostics.All(diagnostic => diagnostic.Message == "brackets nest deeper than the stack of this thread allows"),
            size * 16 * 1024))];

        Assert.DoesNotContain(false, outcomes);
    }

    [Fact]
    public void A_megabyte_is_formatted_at_once()
    {
        string text = $"permit (principal, action, resource) when {{ [{string.Concat(Enumerable.Repeat("[1],//\n", 100_000))}] }};";

        Assert.InRange(CedarFormatter.Format(new SourceText(text)).Length, text.Length, 3 * text.Length);
    }

    [Fact]
    public void Widths_are_bounded()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarFormatterOptions { LineWidth = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarFormatterOptions { LineWidth = 1001 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarFormatterOptions { IndentWidth = 17 });
        Assert.Throws<CedarSyntaxException>(() => CedarFormatter.Format(new SourceText("permit"), new CedarFormatterOptions { Limits = new CedarParserOptions { MaxLength = 5 } }));
    }

    private static void AssertKept(string text, CedarFormatterOptions options)
    {
        PolicyStore before = Parse.Store(text);

        string formatted = CedarFormatter.Format(new SourceText(text), options);

        Assert.Equal(SyntaxDump.Of(before), SyntaxDump.Of(Parse.Store(formatted)));
        Assert.Equal(CommentedText.Places(text), CommentedText.Places(formatted));
        Assert.Equal(formatted, CedarFormatter.Format(new SourceText(formatted), options));
        Assert.DoesNotContain(" \n", formatted.Replace("\n  two", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
