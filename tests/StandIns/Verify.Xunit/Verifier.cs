using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>Compares text with the file that was accepted for the running test.</summary>
public static class Verifier
{
    /// <summary>Verifies plain text.</summary>
    public static SettingsTask Verify(string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Verify(target is "" ? "emptyString" : target, "txt", settings, sourceFile);

    /// <summary>Verifies text that is kept in a file with the extension (without a dot).</summary>
    public static SettingsTask Verify(string? target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        new(settings, current => new Snapshot(UseVerifyAttribute.GetMethod(), current, sourceFile, extension).CompareAsync(target ?? "null"));
}
