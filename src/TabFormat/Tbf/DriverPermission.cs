namespace TabFormat.Tbf;

/// <summary>Commands of one driver that the app may use: command 64 * <paramref name="Offset"/> + bit of <paramref name="Mask"/>.</summary>
public sealed record DriverPermission(uint Driver, uint Offset, ulong Mask);
