using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>Reads <c>bundle.json</c> and holds the files to it.</summary>
internal sealed class BundleManifestReader
{
    private static readonly string[] s_members = ["name", "version", "files"];

    private readonly BundleDiagnostics _diagnostics;
    private readonly JsonShape _json;
    private readonly Dictionary<string, JsonMember> _files = [];

    private BundleManifestReader(SourceText source, BundleDiagnostics diagnostics)
    {
        _diagnostics = diagnostics;
        _json = new JsonShape(source, diagnostics);
    }

    public BundleManifest? Manifest { get; private set; }

    public IEnumerable<string> Names => _files.Keys;

    /// <summary>Reads a manifest; null where it is not UTF-8 or not JSON.</summary>
    public static BundleManifestReader? Read(BundleFile file, BundleDiagnostics diagnostics)
    {
        if (file.Decode(diagnostics) is not { } source || JsonTree.Parse(source, diagnostics) is not { } root)
        {
            return null;
        }

        BundleManifestReader reader = new(source, diagnostics);
        reader.Read(root);
        return reader;
    }

    /// <summary>Reports every file that is missing, different or not listed.</summary>
    public void Verify(IReadOnlyList<BundleFile> files)
    {
        foreach (JsonMember listed in _files.Values)
        {
            if (files.FirstOrDefault(file => file.Name == listed.Name) is not { } file)
            {
                _json.Error(listed.NameSpan, $"{Quoted.Text(listed.Name)} is listed and cannot be read");
            }
            else if (file.Hash != Sha256Text.Normalize(listed.Value.Text))
            {
                _json.Error(listed.NameSpan, $"{Quoted.Text(listed.Name)} is not the file that is listed", "if the change is meant, write the manifest anew");
            }
        }

        foreach (BundleFile file in files.Where(file => !_files.ContainsKey(file.Name)))
        {
            _diagnostics.FileError(file.Name, $"the file is not listed in `{BundleFile.Manifest}`", "if it belongs to the bundle, write the manifest anew");
        }
    }

    private void Read(JsonItem root)
    {
        IReadOnlyList<JsonMember> members = _json.Members(root, s_members);
        string? Text(string member) => _json.Required(root, members, member) is { } found ? _json.Text(found) : null;
        (string? name, string? version) = (Text("name"), Text("version"));
        if (_json.Required(root, members, "files") is { } files)
        {
            ReadFiles(files);
        }

        if (name is not null && version is not null)
        {
            Manifest = new BundleManifest(name, version, _files.ToDictionary(file => file.Key, file => file.Value.Value.Text));
        }
    }

    private void ReadFiles(JsonItem files)
    {
        IReadOnlyList<JsonMember> members = _json.Members(files);
        if (members.Count > BundleLimits.MaxFiles)
        {
            _json.Error(members[BundleLimits.MaxFiles].NameSpan, $"more than {BundleLimits.MaxFiles} files are listed");
            return;
        }

        foreach (JsonMember member in members)
        {
            if (!IsFileName(member.Name))
            {
                _json.Error(member.NameSpan, $"{Quoted.Text(member.Name)} is not a file of this folder", "list file names, without a path");
            }
            else if (_json.Text(member.Value) is { } hash)
            {
                if (Sha256Text.Normalize(hash) is null)
                {
                    _json.Error(member.Value.Span, Sha256Text.Malformed);
                }

                _files.Add(member.Name, member);
            }
        }
    }

    private static bool IsFileName(string name) =>
        name is not ("" or "." or ".." or BundleFile.Manifest) && name.AsSpan().IndexOfAny('/', '\\', ':') < 0 && VisibleText.Is(name);
}
