using System.Diagnostics;
using EdgeFlow.OrTools.Native;
using Xunit;

namespace EdgeFlow.Tests.OrTools;

/// <summary>OR-Tools on this machine: where it is usually found, else what stands beside the project's data.</summary>
internal static class OrToolsHere
{
    private static readonly Lazy<OrToolsLibrary?> s_library = new(Find);

    /// <summary>The library; the test is skipped where there is none.</summary>
    public static OrToolsLibrary Library()
    {
        Skip.If(s_library.Value is null, "OR-Tools' library is not on this machine.");
        return s_library.Value!;
    }

    private static OrToolsLibrary? Find()
    {
        var unpack = Path.GetFullPath(Path.Combine(Onnx.SharedData.Repository, "..", "shared", "bin", "unpack"));
        var library = OrToolsLibrary.Find();
        if (library is not null || !File.Exists(unpack))
        {
            return library;
        }

        using var process = Process.Start(
            new ProcessStartInfo(unpack, "ortools") { RedirectStandardOutput = true })!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? OrToolsLibrary.Find(folder) : null;
    }
}
