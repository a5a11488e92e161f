namespace VerifyTests;

/// <summary>Where the accepted text of a test is kept.</summary>
public class VerifySettings
{
    /// <summary>Settings with their defaults: a file beside the test's source, named by class, method and parameters.</summary>
    public VerifySettings()
    {
    }

    /// <summary>A copy.</summary>
    public VerifySettings(VerifySettings settings)
    {
        Directory = settings.Directory;
        FileName = settings.FileName;
        TypeName = settings.TypeName;
        MethodName = settings.MethodName;
        Parameters = settings.Parameters;
    }

    /// <summary>The folder, relative to the test's source; null for the folder of the source.</summary>
    public string? Directory { get; private set; }

    internal string? FileName { get; private set; }

    internal string? TypeName { get; private set; }

    internal string? MethodName { get; private set; }

    internal object?[] Parameters { get; private set; } = [];

    /// <summary>Keeps the file in a folder, absolute or relative to the test's source.</summary>
    public void UseDirectory(string directory) => Directory = directory;

    /// <summary>Names the file, in place of class, method and parameters.</summary>
    public void UseFileName(string fileName)
    {
        if (TypeName is not null || MethodName is not null || Parameters.Length > 0)
        {
            throw new InvalidOperationException("UseFileName is not compatible with UseTypeName, UseMethodName or UseParameters.");
        }

        FileName = fileName;
    }

    /// <summary>A name in place of the class's.</summary>
    public void UseTypeName(string name)
    {
        ThrowIfFileNameDefined();
        TypeName = name;
    }

    /// <summary>A name in place of the method's.</summary>
    public void UseMethodName(string name)
    {
        ThrowIfFileNameDefined();
        MethodName = name;
    }

    /// <summary>The values of the test's parameters, in their order: each set of them has a file of its own.</summary>
    public void UseParameters(params object?[] parameters)
    {
        ThrowIfFileNameDefined();
        Parameters = parameters;
    }

    private void ThrowIfFileNameDefined()
    {
        if (FileName is not null)
        {
            throw new InvalidOperationException("not compatible with UseFileName.");
        }
    }
}
