namespace NDSeg.Torch.Native;

/// <summary>One symbol version a shared library asks another one for.</summary>
/// <param name="Library">The library asked, <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version, <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Flags">Flags as stored; 0x2 is weak: a missing version is no error.</param>
/// <param name="FlagsOffset">Place of the flags in the file, in bytes.</param>
/// <param name="Index">The number symbols of this version carry.</param>
internal readonly record struct ElfVersionNeed(string Library, string Version, ushort Flags, int FlagsOffset, ushort Index)
{
    /// <summary>VER_FLG_WEAK of the ELF gABI supplement on symbol versions.</summary>
    public const ushort WeakFlag = 0x2;

    /// <summary>Whether a missing version is no error.</summary>
    public bool IsWeak => (Flags & WeakFlag) != 0;
}
