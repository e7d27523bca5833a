package io.patchbay.data;

import com.sun.security.auth.module.UnixSystem;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * File operations on directories that belong to this process's user alone, in places that other users may write to as well.
 * Symbolic links are never followed. Any thread.
 */
public final class OwnDirectory {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int PERMISSIONS = 0777;
    private static final int OWNER_ONLY = 0700;
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;
    private static final int SELF = (int)new UnixSystem().getUid();

    private OwnDirectory() {
    }

    /**
     * Makes a directory with mode 0700.
     *
     * @throws java.nio.file.FileAlreadyExistsException if anything has that name, even a link.
     */
    public static void make(final Path dir) throws IOException {
        Files.createDirectory(dir, PRIVATE);
        final String fault = fault(dir);
        if (fault != null) {
            throw new IOException(dir + " " + fault);
        }
    }

    /** Returns why a path is not a directory of this user, or null if it is one, whatever its permissions. */
    public static String ownerFault(final Path dir) throws IOException {
        final BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(dir, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (final NoSuchFileException e) {
            return "is not there";
        }
        if (attributes.isSymbolicLink()) {
            return "is a symbolic link";
        }
        if (!attributes.isDirectory()) {
            return "is not a directory";
        }
        final int owner = owner(dir);
        return owner == SELF ? null : "belongs to another user (uid " + owner + ")";
    }

    /** Returns why a path is not a private directory of this user, or null if it is one. */
    public static String fault(final Path dir) throws IOException {
        final String fault = ownerFault(dir);
        return fault != null || isPrivate(dir) ? fault : "has mode " + Integer.toOctalString(mode(dir) & PERMISSIONS)
            + " and not 700";
    }

    /** Returns why other users could replace a directory within this one, or null if they cannot. */
    public static String parentFault(final Path parent) throws IOException {
        final int mode = mode(parent);
        if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
            return "may be written by other users and has no sticky bit";
        }
        final int owner = owner(parent);
        return owner == ROOT || owner == SELF ? null : "belongs to another user (uid " + owner + ")";
    }

    public static boolean isPrivate(final Path dir) throws IOException {
        return (mode(dir) & PERMISSIONS) == OWNER_ONLY;
    }

    public static void makePrivate(final Path dir) throws IOException {
        Files.setPosixFilePermissions(dir, PRIVATE.value());
    }

    /** Returns the identity of a file, which never changes; null if there is no file. */
    public static Object key(final Path path) throws IOException {
        try {
            final BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isSymbolicLink() ? null : attributes.fileKey();
        } catch (final NoSuchFileException e) {
            return null;
        }
    }

    /** Removes a directory of this user with all its content; a link is removed itself, not what it points to. */
    public static void remove(final Path dir) throws IOException {
        if (!isPrivate(dir)) {
            makePrivate(dir);
        }
        Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path inner, final IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(inner);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static int owner(final Path path) throws IOException {
        return (Integer)Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static int mode(final Path path) throws IOException {
        return (Integer)Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }
}
