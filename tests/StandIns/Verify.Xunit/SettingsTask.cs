using System.Runtime.CompilerServices;

namespace VerifyTests;

/// <summary>A comparison that starts when it is awaited or turned into a task; until then its settings can be changed.</summary>
public class SettingsTask
{
    private readonly VerifySettings _settings;
    private readonly Func<VerifySettings, Task<VerifyResult>> _buildTask;
    private Task<VerifyResult>? _task;

    /// <summary>A comparison that has not started.</summary>
    public SettingsTask(VerifySettings? settings, Func<VerifySettings, Task<VerifyResult>> buildTask)
    {
        _settings = settings is null ? new VerifySettings() : new VerifySettings(settings);
        _buildTask = buildTask;
    }

    /// <summary>The settings, which belong to this comparison alone.</summary>
    public VerifySettings CurrentSettings =>
        _task is null ? _settings : throw new InvalidOperationException("this SettingsTask was already turned into a Task and can no longer be changed");

    /// <inheritdoc cref="VerifySettings.UseDirectory"/>
    public SettingsTask UseDirectory(string directory) => Change(settings => settings.UseDirectory(directory));

    /// <inheritdoc cref="VerifySettings.UseFileName"/>
    public SettingsTask UseFileName(string fileName) => Change(settings => settings.UseFileName(fileName));

    /// <inheritdoc cref="VerifySettings.UseTypeName"/>
    public SettingsTask UseTypeName(string name) => Change(settings => settings.UseTypeName(name));

    /// <inheritdoc cref="VerifySettings.UseMethodName"/>
    public SettingsTask UseMethodName(string name) => Change(settings => settings.UseMethodName(name));

    /// <inheritdoc cref="VerifySettings.UseParameters"/>
    public SettingsTask UseParameters(params object?[] parameters) => Change(settings => settings.UseParameters(parameters));

    /// <summary>Starts the comparison.</summary>
    public Task<VerifyResult> ToTask() => _task ??= _buildTask(_settings);

    /// <summary>Starts the comparison.</summary>
    public TaskAwaiter<VerifyResult> GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>Starts the comparison.</summary>
    public ConfiguredTaskAwaitable<VerifyResult> ConfigureAwait(bool continueOnCapturedContext) => ToTask().ConfigureAwait(continueOnCapturedContext);

    /// <summary>Starts the comparison.</summary>
    public static implicit operator Task<VerifyResult>(SettingsTask settingsTask) => settingsTask.ToTask();

    private SettingsTask Change(Action<VerifySettings> change)
    {
        change(CurrentSettings);
        return this;
    }
}
