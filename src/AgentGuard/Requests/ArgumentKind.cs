namespace AgentGuard;

/// <summary>
/// What the text of an argument is. It is brought into its kind's normal form before anything is decided, and the tool gets that form;
/// a text that has none is denied.
/// </summary>
public enum ArgumentKind
{
    /// <summary>Plain text: it stays as it is.</summary>
    None,

    /// <summary>
    /// A path of a file system. Separators become <c>/</c>, doubled ones and <c>.</c> segments go. No normal form has whatever a tool
    /// may read as another place: <c>..</c>, a leading <c>~</c>, percent escapes of path characters, look-alikes of separators,
    /// segments that end in a dot or a space, colons but a drive's, short names such as <c>PROGRA~1</c>, control and invisible characters.
    /// </summary>
    Path,

    /// <summary>
    /// An absolute <c>http</c> or <c>https</c> URL (RFC 3986). Host in lower-case ASCII (IDNA), default port dropped, dot segments resolved.
    /// No normal form has one with user info, a backslash, control or white space, or whose path has dot segments still once its escapes
    /// are decoded, as in <c>..%2f</c>.
    /// </summary>
    Url,

    /// <summary>
    /// One e-mail address (RFC 5321 <c>Dot-string @ Domain</c>). The domain becomes lower-case ASCII (IDNA), the local part stays as it is:
    /// who compares addresses in a policy should know that mail servers ignore its case. No display names, quotes, comments,
    /// address literals, or the routing characters <c>%</c> and <c>!</c>.
    /// </summary>
    Email,

    /// <summary>
    /// A bank account. Spaces and hyphens go, letters become upper-case; what is left is 4 to 34 of <c>A–Z 0–9</c>. What has an IBAN's
    /// country, check digits and length (ISO 13616) must have right check digits (ISO 7064 mod 97-10) too; of another length it is
    /// a plain account number.
    /// </summary>
    Account,
}
