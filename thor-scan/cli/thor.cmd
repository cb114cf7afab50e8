@echo off
rem The thor command, started from a source tree: builds what is missing, then runs it.
rem
rem   JAVA_HOME       the JDK to use, 17 or newer; without it the java found on PATH
rem   THOR_JAVA_OPTS  options for the JVM, such as -Xmx4g
rem
rem When thor cannot be started at all, the exit code is 2. Unlike the shell script, this one does not see that a source
rem has changed: run "mvn -Dquick -DskipTests package" for that.
setlocal
set "here=%~dp0"
set "lib=%here%target\thor\lib"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo thor: no java found: install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
  exit /b 2
)
rem The line reads: openjdk version "17.0.15" 2025-04-15
set "major="
for /f "tokens=3" %%v in ('""%java%" -version 2^>^&1 ^| findstr /i version"') do if not defined major set "major=%%~v"
set "version=%major%"
for /f "tokens=1 delims=.-+_" %%m in ("%major%") do set "major=%%m"
if not defined major set "major=0"
if %major% lss 17 (
  echo thor: "%java%" is Java %major%, and thor needs 17 or newer: set JAVA_HOME to one 1>&2
  exit /b 2
)

if exist "%lib%\thor-cli-*.jar" goto run
where mvn >nul 2>&1
if errorlevel 1 (
  echo thor: thor is not built yet, and no mvn was found: install Maven 3.8 or newer 1>&2
  exit /b 2
)
echo thor: building (this takes a moment) 1>&2
call mvn -B -q -f "%here%..\..\pom.xml" -pl thor-scan/cli -am -Dquick -Dmaven.test.skip=true package 1>&2
if errorlevel 1 (
  echo thor: the build failed, for the reason above 1>&2
  exit /b 2
)

:run
set "native="
if %major% geq 22 set "native=--enable-native-access=org.jline.nativ,com.sun.jna,org.xerial.sqlitejdbc"

rem The archive of classes for this JDK, beside the jars, so that a build removes it with them. A JVM takes only what it
rem wrote itself from the very same jars, and starts without the archive otherwise; it is told not to speak of that.
set "cds=%here%target\thor\cds"
set "archive=%cds%\%version%.jsa"
if not exist "%archive%" if not exist "%archive%.none" call :share
set "shared="
if exist "%archive%" set shared=-Xlog:disable "-XX:SharedArchiveFile=%archive%"
"%java%" -XX:+UseParallelGC -Dfile.encoding=UTF-8 %shared% %THOR_JAVA_OPTS% %native% --add-modules java.se,jdk.management -p "%lib%" -m io.thor4j.cli/io.thor4j.cli.ThorCommand %*
exit /b %errorlevel%

rem Makes the archive, at the first start after a build or with another JDK. Who cannot write there goes without.
:share
mkdir "%cds%" >nul 2>&1
rem One maker at a time; the others start without.
mkdir "%archive%.making" >nul 2>&1
if errorlevel 1 exit /b 0
"%java%" -XX:+UseParallelGC -Dfile.encoding=UTF-8 -Xlog:disable "-XX:ArchiveClassesAtExit=%archive%.making\draft.jsa" %native% --add-modules java.se,jdk.management -p "%lib%" -m io.thor4j.cli/io.thor4j.cli.StartupTraining <nul >nul 2>&1
if errorlevel 1 (
  type nul >"%archive%.none"
) else (
  move /y "%archive%.making\draft.jsa" "%archive%" >nul 2>&1
)
rmdir /s /q "%archive%.making" >nul 2>&1
exit /b 0
