using System.Runtime.CompilerServices;
using Xunit;

namespace EdgeFlow.Tests.Golden;

/// <summary>
/// Compares a text with the one stored beside the test as <c>TestClass.Method[.part].txt</c>. A change that is meant is
/// accepted by running the test with EDGEFLOW_ACCEPT=1, which rewrites the file: the reviewer then sees the difference.
/// </summary>
internal static class Snapshot
{
    private const string AcceptVariable = "EDGEFLOW_ACCEPT";

    /// <summary>Fails when the text differs from the stored one, line ends aside.</summary>
    /// <param name="actual">The text.</param>
    /// <param name="part">Tells several snapshots of one test apart; empty for the only one.</param>
    /// <param name="file">The test's file; leave it to the compiler.</param>
    /// <param name="method">The test's name; leave it to the compiler.</param>
    public static void Match(
        string actual, string part = "", [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{method}{(part.Length > 0 ? "." : "")}{part}.txt";
        var stored = Path.Combine(Path.GetDirectoryName(file)!, name);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(stored, WithLineFeeds(actual));
            return;
        }

        Assert.True(File.Exists(stored), $"{name} is missing; {AcceptVariable}=1 stores it. The text is:\n{actual}");
        Assert.Equal(WithLineFeeds(File.ReadAllText(stored)), WithLineFeeds(actual));
    }

    private static string WithLineFeeds(string text) => text.Replace("\r\n", "\n").TrimEnd('\n') + "\n";
}
