using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>The few system calls that .NET has no API for.</summary>
internal static class Posix
{
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;

    public static bool IsRoot => OperatingSystem.IsLinux() && GetEffectiveUserId() == 0;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    public static void ChangeOwner(string path, int userId, int groupId)
    {
        if (ChangeOwnerOf(path, userId, groupId) != 0)
        {
            throw new PostgresStartException(
                $"Cannot give '{path}' to user {userId}.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
    private static extern int ChangeOwnerOf(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int userId, int groupId);
}
