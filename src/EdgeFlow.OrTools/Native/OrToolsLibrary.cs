using System.Runtime.InteropServices;

namespace EdgeFlow.OrTools.Native;

/// <summary>
/// OR-Tools' native library, loaded from where the environment variable <c>EDGEFLOW_ORTOOLS</c> names its folder, else
/// from beside the program (where the package Google.OrTools.runtime puts it), else from where the system finds it.
/// Thread-safe: several solutions may run at once.
/// </summary>
public sealed class OrToolsLibrary
{
    /// <summary>The environment variable that names the library's folder.</summary>
    public const string Variable = "EDGEFLOW_ORTOOLS";

    private static readonly string[] Names = ["libortools.so.9", "libortools.so", "ortools.dll", "libortools.dylib"];

    private OrToolsLibrary(nint handle)
    {
        Solve = Export<MathOptSolve>(handle, "MathOptSolve");
        Free = Export<MathOptFree>(handle, "MathOptFree");
        NewInterrupter = Export<MathOptNewInterrupter>(handle, "MathOptNewInterrupter");
        Interrupt = Export<MathOptOnInterrupter>(handle, "MathOptInterrupt");
        FreeInterrupter = Export<MathOptOnInterrupter>(handle, "MathOptFreeInterrupter");
        SolveCp = Export<SolveCpModel>(handle, "SolveCpModelWithParameters");
    }

    internal delegate int MathOptSolve(
        byte[] model, nuint modelSize, int solver, nint interrupter, out nint result, out nuint resultSize,
        out nint message);

    internal delegate void MathOptFree(nint memory);

    internal delegate nint MathOptNewInterrupter();

    internal delegate void MathOptOnInterrupter(nint interrupter);

    internal delegate void SolveCpModel(
        byte[] model, int modelSize, byte[] parameters, int parametersSize, out nint response, out int responseSize);

    internal MathOptSolve Solve { get; }

    internal MathOptFree Free { get; }

    internal MathOptNewInterrupter NewInterrupter { get; }

    internal MathOptOnInterrupter Interrupt { get; }

    internal MathOptOnInterrupter FreeInterrupter { get; }

    internal SolveCpModel SolveCp { get; }

    /// <summary>Loads the library.</summary>
    /// <param name="folder">A folder to look into first; null for none.</param>
    /// <returns>It, or null where there is none that can be loaded.</returns>
    public static OrToolsLibrary? Find(string? folder = null)
    {
        string?[] folders =
        [
            folder, Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
        ];
        var places = folders.Where(f => !string.IsNullOrEmpty(f))
            .SelectMany(f => Names.Select(n => Path.Combine(f!, n))).Where(File.Exists).Concat(Names);
        foreach (var place in places)
        {
            if (NativeLibrary.TryLoad(place, out var handle)
                && NativeLibrary.TryGetExport(handle, "MathOptSolve", out _)
                && NativeLibrary.TryGetExport(handle, "SolveCpModelWithParameters", out _))
            {
                return new OrToolsLibrary(handle);
            }
        }

        return null;
    }

    private static T Export<T>(nint handle, string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(handle, name));
}
