using System.Runtime.InteropServices;

namespace EdgeFlow.OrTools.Native;

/// <summary>Solves mixed-integer programs through MathOpt's C interface. Thread-safe.</summary>
/// <param name="library">The library.</param>
/// <param name="time">The clock for the limit.</param>
public sealed class MathOpt(OrToolsLibrary library, TimeProvider time)
{
    /// <summary>Solves a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="limit">When it is told to stop; it stops at its next look.</param>
    public MathOptResult Solve(MixedProgram program, MathOptSolver solver, TimeSpan limit)
    {
        var model = program.ToBytes();
        var interrupter = library.NewInterrupter();
        try
        {
            int code;
            nint result;
            nuint size;
            nint message;
            using (time.CreateTimer(_ => library.Interrupt(interrupter), null, limit, Timeout.InfiniteTimeSpan))
            {
                code = library.Solve(
                    model, (nuint)model.Length, (int)solver, interrupter, out result, out size, out message);
            }

            var bytes = new byte[code == 0 ? (int)size : 0];
            if (code == 0)
            {
                Marshal.Copy(result, bytes, 0, bytes.Length);
            }

            Array.ForEach([result, message], memory => Release(memory));
            return code == 0 ? ResultReader.Read(bytes, program)
                : new MathOptResult(MathOptReason.Failed, double.NaN, double.NaN, [], []);
        }
        finally
        {
            library.FreeInterrupter(interrupter);
        }
    }

    private void Release(nint memory)
    {
        if (memory != 0)
        {
            library.Free(memory);
        }
    }
}
