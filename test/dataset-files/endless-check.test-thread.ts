// Program of a thread: decodes for ever, as a library may that is given a forged page.
for (;;);
