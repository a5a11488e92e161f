namespace AgentGuard;

/// <summary>The normal form of <see cref="ArgumentKind.Account"/>.</summary>
internal static class AccountForm
{
    private const int MinLength = 4;
    private const int MaxLength = 34;

    // Country and length, ISO 13616 as the IBAN registry has it.
    private const string IbanLengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 "
        + "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 "
        + "MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 "
        + "SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    /// <summary>The normal form; null if there is none.</summary>
    public static string? Of(string text)
    {
        Span<char> account = stackalloc char[MaxLength];
        int length = 0;
        foreach (char c in text)
        {
            if (c is ' ' or '-')
            {
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c) || length == MaxLength)
            {
                return null;
            }

            account[length++] = char.IsAsciiLetterLower(c) ? (char)(c - 'a' + 'A') : c;
        }

        account = account[..length];
        return length < MinLength || (IsIban(account) && Remainder(account) != 1) ? null
            : account.SequenceEqual(text) ? text
            : account.ToString();
    }

    private static bool IsIban(ReadOnlySpan<char> account)
    {
        if (!char.IsAsciiLetterUpper(account[0]) || !char.IsAsciiLetterUpper(account[1]) || !char.IsAsciiDigit(account[2]) || !char.IsAsciiDigit(account[3]))
        {
            return false;
        }

        for (int i = 0; i < IbanLengths.Length; i += 5)
        {
            if (account[..2].SequenceEqual(IbanLengths.AsSpan(i, 2)))
            {
                return account.Length == ((IbanLengths[i + 2] - '0') * 10) + IbanLengths[i + 3] - '0';
            }
        }

        return false;
    }

    /// <summary>ISO 7064 mod 97-10: the first four characters go to the end, letters count from 10.</summary>
    private static int Remainder(ReadOnlySpan<char> iban)
    {
        int remainder = 0;
        for (int i = 0; i < iban.Length; i++)
        {
            char c = iban[(i + 4) % iban.Length];
            remainder = char.IsAsciiDigit(c)
                ? ((remainder * 10) + c - '0') % 97
                : ((remainder * 100) + c - 'A' + 10) % 97;
        }

        return remainder;
    }
}
