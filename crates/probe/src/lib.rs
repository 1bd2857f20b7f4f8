//! The only room with sockets out.
